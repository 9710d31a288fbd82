// A test's portal, and the watch over every page: no error in the console, no report of the content security policy.

import { test as base, expect, type Page } from '@playwright/test';
import { Portal } from './portal';

export const test = base.extend<{ portal: Portal; watched: Page }>({
  portal: async ({}, use) => {
    const portal = await Portal.start();
    await use(portal);
    await portal.stop();
  },
  watched: async ({ page }, use) => {
    const complaints: string[] = [];
    watch(page, complaints);
    page.context().on('page', (other) => watch(other, complaints));
    await use(page);
    expect(complaints).toEqual([]);
  },
});

function watch(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
}

export { expect };
