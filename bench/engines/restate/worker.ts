import { serve } from '@restatedev/restate-sdk';
import { required } from '../shared/steps.ts';
import { stay } from './story.ts';

// Restate's server calls this process, which has to be registered there once.
await serve({ services: [stay], port: Number(required('PORT')) });
process.stdout.write('serving\n');
