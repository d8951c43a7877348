import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/browser/told-when-skipped.ts'],
    // One beside the main process is idle while a test waits for a process of its own.
    maxWorkers: '100%',
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
