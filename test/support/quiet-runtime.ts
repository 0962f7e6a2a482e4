import { DefaultLogger, Runtime } from '@temporalio/worker';

// Once per process, before the first worker: the SDK's default prints a line for every change of a worker's state.
Runtime.install({ logger: new DefaultLogger('ERROR') });
