// Run by download-temporal.ts with a folder as its argument: leaves the SDK's `temporal` command in that folder.
// The SDK has no call that only downloads, so a server is started and ended.
const [, , downloadDir = ''] = process.argv;

try {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir } },
  });
  await environment.teardown();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
