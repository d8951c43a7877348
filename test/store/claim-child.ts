/** Started by a test with a PostgreSQL URL: claims all there is for ever, says how much that was, and stays. */
import { openPostgresStore } from '../../src/store/postgres/open.ts';

const store = await openPostgresStore({ url: process.argv[2] ?? '', log: { info() {}, warn() {} } });
const claim = { now: 1, until: 1e15, limit: 100 };
const claimed = [...(await store.claimOutbox(claim)), ...(await store.claimWakes(claim))];
process.stdout.write(`${claimed.length}\n`);
