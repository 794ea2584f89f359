import { z } from 'zod';

/** The languages the product speaks. */
export const Locale = z.enum(['zh-CN', 'en']);
export type Locale = z.output<typeof Locale>;

/** What is spoken to whom nobody has seen yet. */
export const defaultLocale = 'zh-CN' satisfies Locale;
