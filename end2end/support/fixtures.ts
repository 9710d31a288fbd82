// A test's portal, and the watch over every page: no error in the console, no report of the content security policy.

import { test as base, type Cookie, expect, type Page } from '@playwright/test';
import { look } from './look';
import { Portal } from './portal';
import { fill, type Stock } from './stock';
import { nb } from './words';

/** A portal that has something of everything, and the session of its administrator. */
interface Stocked {
  portal: Portal;
  stock: Stock;
  session: Cookie[];
}

export const test = base.extend<{ portal: Portal; watched: Page }, { stocked: Stocked }>({
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
  // Filled once for all tests, which look at it and change nothing.
  stocked: [
    async ({ browser }, use) => {
      const portal = await Portal.start();
      try {
        const context = await browser.newContext({ locale: nb.locale, viewport: { width: 1280, height: 800 } });
        const page = await context.newPage();
        const stock = await fill(page, portal, nb, () => look(page, nb, true));
        const session = await context.cookies();
        await context.close();
        await use({ portal, stock, session });
      } finally {
        await portal.stop();
      }
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});

function watch(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    // The browser reports a page that says 403 or 404 of itself, as some are asked to; not so what a page needs.
    const isThePage = message.location().url === page.url() && /status of 40[34]/.test(message.text());
    if (isThePage) return;
    if (message.type() !== 'error' && !/Content.Security.Policy/i.test(message.text())) return;
    complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
}

export { expect };
