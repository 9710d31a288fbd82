// The order of rules, by pointer, by keyboard and by buttons; and rules that are switched off.

import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { becomeAdministrator } from '../support/people';
import type { Portal } from '../support/portal';
import { createWorkstream, follow, press } from '../support/steps';
import { nb } from '../support/words';

const QUEUE = 'Default messaging queue';

// Low, so that the list is longer than the window.
test.use({ locale: nb.locale, viewport: { width: 1280, height: 600 } });

test('rules are put in order by pointer and by keyboard', async ({ portal, watched: page }) => {
  await begin(page, portal);

  await test.step('dragged to the top, while the page scrolls', async () => {
    await grip(page, 'Resten').scrollIntoViewIfNeeded();
    const held = await middle(grip(page, 'Resten'));
    await page.mouse.move(held.x, held.y);
    await page.mouse.down();
    await page.mouse.move(held.x, held.y - 40, { steps: 4 });
    await page.mouse.move(held.x, 75, { steps: 8 });
    await expect(said(page)).toHaveText('Resten, plass 1 av 4');
    await reloaded(page, () => page.mouse.up());
    await expectOrder(page, ['Resten', 'Faktura', 'Kort', 'Lån']);
    await expect(grip(page, 'Resten')).toBeFocused();
  });

  await test.step('dragged past one other', async () => {
    await grip(page, 'Faktura').scrollIntoViewIfNeeded();
    const [from, to] = [await middle(grip(page, 'Faktura')), await middle(grip(page, 'Kort'))];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y + 10, { steps: 8 });
    await expect(said(page)).toHaveText('Faktura, plass 3 av 4');
    await reloaded(page, () => page.mouse.up());
    await expectOrder(page, ['Resten', 'Kort', 'Faktura', 'Lån']);
  });

  await test.step('given up', async () => {
    await grip(page, 'Kort').press('Space');
    await expect(said(page)).toHaveText('Kort er løftet, plass 2 av 4');
    await page.keyboard.press('ArrowUp');
    await expect(said(page)).toHaveText('Kort, plass 1 av 4');
    await page.keyboard.press('Escape');
    await expect(said(page)).toHaveText('Avbrutt. Kort står på plass 2 av 4');
    await expectOrder(page, ['Resten', 'Kort', 'Faktura', 'Lån']);
  });

  await test.step('by keyboard', async () => {
    await expect(grip(page, 'Kort')).toHaveAccessibleDescription(/^Trykk mellomrom/);
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(said(page)).toHaveText('Kort, plass 4 av 4');
    await reloaded(page, () => page.keyboard.press('Space'));
    await expectOrder(page, ['Resten', 'Faktura', 'Lån', 'Kort']);
    await expect(grip(page, 'Kort')).toBeFocused();
  });

  await byButtons(page, ['Resten', 'Faktura', 'Lån', 'Kort']);
});

test('a rule is switched off and on', async ({ portal, watched: page }) => {
  await begin(page, portal);
  await switched(page);
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('rules are put in order by buttons, and switched off and on', async ({ portal, watched: page }) => {
    await begin(page, portal);
    await expect(grip(page, 'Kort')).toHaveCount(0);
    await byButtons(page, ['Faktura', 'Kort', 'Lån', 'Resten']);
    await switched(page);
  });
});

/** Four rules of a new workstream. */
async function begin(page: Page, portal: Portal): Promise<void> {
  await becomeAdministrator(page, portal, nb);
  await createWorkstream(page, nb);
  await follow(page, 'Rutingsregler');
  for (const name of ['Faktura', 'Kort', 'Lån', 'Resten']) {
    await follow(page, 'Ny regel');
    await page.getByLabel('Navn', { exact: true }).fill(name);
    await page.getByLabel('Kø', { exact: true }).first().selectOption(QUEUE);
    await press(page, 'Lagre i utkastet');
  }
  await expectOrder(page, ['Faktura', 'Kort', 'Lån', 'Resten']);
}

/** The buttons move one place, the form to any. */
async function byButtons(page: Page, order: string[]): Promise<void> {
  const [first, second, third, last] = order as [string, string, string, string];
  await press(page, `Flytt regelen ${first} ned`);
  await expectOrder(page, [second, first, third, last]);
  await press(page, `Flytt regelen ${first} opp`);
  await expectOrder(page, [first, second, third, last]);
  await page.getByLabel(`Flytt regelen ${first} til plass`, { exact: true }).click();
  await page.getByLabel('Plass, fra 1 til 4').first().fill('3');
  await page.getByRole('button', { name: 'Flytt', exact: true }).first().click();
  await expectOrder(page, [second, third, first, last]);
}

async function switched(page: Page): Promise<void> {
  const control = page.getByRole('switch', { name: 'Bruk regelen Kort' });
  await expect(control).toBeChecked();
  await control.click();
  await expect(page.getByText('Regelen er slått av i utkastet.')).toBeVisible();
  await expect(control).not.toBeChecked();
  await expect(control).toBeFocused();
  await control.press('Space');
  await expect(page.getByText('Regelen er slått på i utkastet.')).toBeVisible();
  await expect(control).toBeChecked();
}

const grip = (page: Page, rule: string) => page.getByRole('button', { name: `Flytt regelen ${rule}`, exact: true });

/** What is read aloud while a rule is moved. */
const said = (page: Page) => page.locator('[aria-live=assertive]');

async function expectOrder(page: Page, names: string[]): Promise<void> {
  await expect(page.getByRole('heading', { level: 3 })).toHaveText([...names, 'Reservekø']);
}

async function middle(control: Locator): Promise<{ x: number; y: number }> {
  const box = await control.boundingBox();
  if (!box) throw new Error(`${control} is not to be seen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Waits until the page has come again, and can be used. */
async function reloaded(page: Page, act: () => Promise<void>): Promise<void> {
  const before = await page.evaluate(() => performance.timeOrigin);
  await act();
  await expect.poll(() => page.evaluate(() => performance.timeOrigin).catch(() => before)).not.toBe(before);
  await expect(page.locator('body')).toHaveAttribute('data-hydrated', '');
}
