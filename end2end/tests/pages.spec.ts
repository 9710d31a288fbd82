// Every list and form of a new portal: accessible in both themes, wide and narrow, without a word in the console.

import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../support/fixtures';
import { becomeAdministrator } from '../support/people';
import { nb } from '../support/words';

const PAGES = [
  '/',
  '/channels',
  '/accounts',
  '/accounts/new',
  '/workstreams',
  '/workstreams/new',
  '/queues',
  '/queues/new',
  '/conversations',
  '/receipts',
  '/privacy',
  '/users',
  '/users/new',
  '/me',
];

test.use({ locale: nb.locale });

test('every page is accessible in light and dark, wide and narrow', async ({ watched: page, portal }) => {
  test.setTimeout(600_000);
  await becomeAdministrator(page, portal, nb);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      for (const path of PAGES) {
        await page.goto(portal.url + path);
        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect.soft(violations.map((v) => `${v.id}: ${v.nodes[0]?.target}`), `${path} ${colorScheme} ${width}`).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect.soft(overflow, `${path} ${width} scrolls sideways`).toBeLessThanOrEqual(0);
      }
    }
  }
});
