export default async function tearDown() {
  await globalThis.standaloneOfSuite?.dispose();
}
