import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { searchAttributeTypes } from '../workflows/search-attributes.ts';

const { IndexedValueType } = proto.temporal.api.enums.v1;

const indexedTypes = {
  Keyword: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  KeywordList: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
  Datetime: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
};

export interface Registered {
  made: string[];
  /** Were there, with the right type. */
  known: string[];
}

/** The namespace has an attribute of ours with another type: runs could not be started. */
export class SearchAttributeConflict extends Error {
  override readonly name = 'SearchAttributeConflict';
}

/**
 * Makes the search attributes known to the namespace; those it knows already are left alone. Temporal Cloud does not
 * offer this call: there they are added in its own console.
 * @throws {SearchAttributeConflict} before anything is made
 */
export const registerSearchAttributes = async (client: Client): Promise<Registered> => {
  const { namespace } = client.options;
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  const there = customAttributes ?? {};
  const names = Object.keys(searchAttributeTypes) as (keyof typeof searchAttributeTypes)[];

  const wrong = names
    .filter((name) => there[name] !== undefined && there[name] !== indexedTypeOf(name))
    .map((name) => `${name} is ${typeName(there[name])}, expected ${searchAttributeTypes[name]}`);
  if (wrong.length > 0) {
    throw new SearchAttributeConflict(
      `Namespace "${namespace}" has search attributes of another type: ${wrong.join('; ')}. Remove them, or use another namespace.`,
    );
  }

  const made = names.filter((name) => there[name] === undefined);
  if (made.length > 0) {
    await client.connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(made.map((name) => [name, indexedTypeOf(name)])),
    });
  }
  return { made, known: names.filter((name) => !made.includes(name)) };
};

const indexedTypeOf = (name: keyof typeof searchAttributeTypes) => indexedTypes[searchAttributeTypes[name]];

// `INDEXED_VALUE_TYPE_TEXT` as `Text`, near enough to how Temporal's own tools name them.
const typeName = (type: proto.temporal.api.enums.v1.IndexedValueType | null | undefined): string => {
  const [first = '', ...rest] = (IndexedValueType[type ?? 0] ?? '').replace('INDEXED_VALUE_TYPE_', '');
  return `${first}${rest.join('').toLowerCase()}`;
};
