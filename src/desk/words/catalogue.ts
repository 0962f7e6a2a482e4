/**
 * A text of the pages. `{name}` in it is filled in, `**…**` stands out. Of several forms the one that the language has for
 * `count` is taken; `other` serves every number that has no form of its own.
 */
export type Text = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { other: string });

/** The texts of one language, by name. */
export type Catalogue = Readonly<Record<string, Text>>;
