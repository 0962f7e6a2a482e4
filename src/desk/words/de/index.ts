import { pages } from './pages.ts';
import { standing } from './standing.ts';

export const de = { ...pages, ...standing };
