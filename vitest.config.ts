import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/browser/told-when-skipped.ts'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
