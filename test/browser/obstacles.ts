import { AxeBuilder } from '@axe-core/playwright';
import type { Person } from './stage.js';

/** What an automatic check finds that would keep someone out. */
export async function obstacles({ page }: Person): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${String(target)} ${failureSummary ?? ''}`));
}

/** What reaches beyond the screen to the right. */
export function tooWide({ page }: Person): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const beyond = [...document.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5);
    return [`${String(scrollWidth)} of ${String(clientWidth)}`, ...beyond.map(({ outerHTML }) => outerHTML.slice(0, 120))];
  });
}
