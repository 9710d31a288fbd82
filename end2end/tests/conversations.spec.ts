// A conversation longer than its page.

import { expect, test } from '../support/fixtures';
import { read } from '../support/people';
import { deliver, text } from '../support/webhook';
import { nb } from '../support/words';

test.use({ locale: nb.locale });

test('a long conversation opens at its end and leads back to its beginning', async ({ watched: page, stocked }) => {
  const { portal, stock, session } = stocked;
  for (let i = 1; i <= 205; i++) {
    expect(await deliver(stock.address, text(`long-${i}`, 'c-long', 'Langemann', `Melding nummer ${i}.`))).toBe(200);
  }
  await page.context().addCookies(session);
  await read(page, portal, nb);
  await expect(async () => {
    await page.goto(`${portal.url}/conversations`);
    await page.getByRole('link', { name: 'Langemann' }).click({ timeout: 500 });
    await expect(page.getByText('Melding nummer 205.')).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(page.getByText('Melding nummer 5.', { exact: true })).toHaveCount(0);

  await page.getByRole('link', { name: nb.earlier }).click();
  await expect(page.getByText('Melding nummer 1.', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('Melding nummer 5.', { exact: true })).toBeVisible();
  await expect(page.getByText('Melding nummer 6.', { exact: true })).toHaveCount(0);

  await page.getByRole('link', { name: nb.latest }).click();
  await expect(page.getByText('Melding nummer 205.')).toBeVisible();
});
