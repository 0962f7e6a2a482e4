import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { searchAttributeTypes } from '../workflows/search-attributes.ts';

const { IndexedValueType } = proto.temporal.api.enums.v1;

const indexedTypes = {
  Keyword: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  KeywordList: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
  Datetime: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
};

/**
 * Makes the search attributes known to the namespace; those it knows already are left alone. Temporal Cloud does not
 * offer this call: there they are added in its own console.
 */
export const registerSearchAttributes = async (client: Client): Promise<void> => {
  const { namespace } = client.options;
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(searchAttributeTypes).filter(
    ([name]) => !(name in (customAttributes ?? {})),
  );
  if (missing.length === 0) return;
  await client.connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, indexedTypes[type]])),
  });
};
