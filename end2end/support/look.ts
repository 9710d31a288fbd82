// What holds for every page.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { Words } from './words';

/** One heading, a title, the reader's language, nothing cut off or wider than the window, and nothing that axe objects to. */
export async function look(page: Page, words: Words, axe: boolean): Promise<void> {
  const name = `${new URL(page.url()).pathname} in ${words.tag}`;
  // Wait for the islands, so that what is looked at is what people use.
  if ((await page.locator('leptos-island').count()) > 0) {
    await expect(page.locator('body'), name).toHaveAttribute('data-hydrated', '');
  }
  await expect.soft(page.getByRole('heading', { level: 1 }), name).toHaveCount(1);
  await expect.soft(page, name).toHaveTitle(/\S – Sentralbord$/);
  await expect.soft(page.locator('html'), name).toHaveAttribute('lang', words.tag);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
  const cut = await page.locator('.table-wrap, .card, .code-block').evaluateAll((boxes) =>
    boxes.filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.textContent?.slice(0, 40)),
  );
  expect.soft(cut, `${name} is cut off`).toEqual([]);
  if (!axe) return;
  // There are no frames: axe needs no page of its own to put its findings together.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const found = violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target).join(', ')}`);
  expect.soft(found, name).toEqual([]);
}
