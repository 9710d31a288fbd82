import { defineConfig } from '@playwright/test';
import { existsSync } from 'node:fs';

// The system's browser: nothing is downloaded.
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  // Every worker has a portal of its own, with its own PostgreSQL; two cores carry one of them well.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: !!process.env.CI,
  // A second try is reported as such; a machine with two cores is at times too busy for a browser.
  retries: 1,
  reporter: process.env.CI ? 'line' : 'list',
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 15_000,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
