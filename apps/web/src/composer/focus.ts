/** The one composer on the page; focus returns to it from everywhere in a conversation. */
export const COMPOSER_ID = 'composer';

export function focusComposer(): void {
  document.getElementById(COMPOSER_ID)?.focus();
}
