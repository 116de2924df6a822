/** Waits until `ms` have passed since `began` (by `performance.now()`). */
export async function spaced(began: number, ms: number): Promise<void> {
  const left = began + ms - performance.now();
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}
