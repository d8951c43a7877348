import { findChromium } from './chromium.ts';

/** Once for the whole run. */
export default function tell(): void {
  if (findChromium() === undefined) {
    process.stdout.write('Browser tests are skipped: no Chromium found (CHROMIUM may name one).\n');
  }
}
