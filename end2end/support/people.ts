// Signing in, as people do it.

import { expect, type Page } from '@playwright/test';
import type { Portal } from './portal';
import type { Words } from './words';

const EMAIL = 'kari@example.no';
export const PASSWORD = 'fire tilfeldige ord her';

/** Becomes the first administrator through the printed link, and signs in. */
export async function becomeAdministrator(page: Page, portal: Portal, words: Words): Promise<void> {
  await page.goto(await portal.firstLink());
  await page.getByLabel(words.name).fill('Kari Nordmann');
  await page.getByLabel(words.email).fill(EMAIL);
  await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: words.createAdministrator }).click();
  await signIn(page, words);
}

/** Signs in on the page that asks for it. */
export async function signIn(page: Page, words: Words, email = EMAIL): Promise<void> {
  await page.getByLabel(words.email).fill(email);
  await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: words.signIn }).click();
  // Each person reads their own language.
  await expect(page.getByRole('heading', { level: 1, name: /^(Oversikt|Overview)$/ })).toBeVisible();
}

/** Reads the portal in this language from now on. */
export async function read(page: Page, portal: Portal, words: Words, name = 'Kari Nordmann'): Promise<void> {
  await page.goto(`${portal.url}/me`);
  await page.locator('summary').filter({ hasText: name }).click();
  await page.getByRole('button', { name: words.language, exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', words.tag);
}
