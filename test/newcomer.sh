#!/usr/bin/env bash
# As a newcomer would: `npm start` in one terminal, `npm run chat` in another, then the two command-line tools.
set -euo pipefail
cd "$(dirname "$0")/.."
data=$(mktemp -d)
port=$((20000 + RANDOM % 20000))
export PORT=$port DATA_DIR=$data
# In a group of its own: npm passes no signal on to what it runs.
set -m
npm start >"$data/out" 2>"$data/err" &
wendy=$!
set +m
cleanup() {
  kill -- "-$wendy" 2>/dev/null || true
  wait "$wendy" 2>/dev/null || true
  rm -rf "$data"
}
trap cleanup EXIT
for _ in $(seq 1 100); do
  grep -q 'npm run chat' "$data/out" && break
  kill -0 "$wendy" || { cat "$data/err"; exit 1; }
  sleep 0.1
done
[ "$(wc -l <"$data/out")" -lt 20 ] || { echo 'the start prints 20 lines or more'; exit 1; }

printf '%s\n' 'hello' 'my camera is black at night' 'done' 'no' 'person' >"$data/script"
npm run -s chat -- --script "$data/script" >"$data/talk"
cat "$data/talk"
grep -q 'C-1001' "$data/talk"

echo '{"source":"unauthorized"}' | npm run -s warranty | grep -q '"clauses":\["5"\]'
echo '{"id":1,"lang":"en","text":"no picture on any channel"}' | npm run -s understand | grep -q '"label":"no_video"'
