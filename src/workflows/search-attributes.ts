import { defineSearchAttributeKey } from '@temporalio/common';

/**
 * What operators filter runs by. Never a name, an e-mail or a PIN: search attributes are stored in clear.
 * At most 10 keywords and 3 of any other type: that is what the SQL visibility stores have columns for.
 */
export const searchAttributes = {
  propertyId: defineSearchAttributeKey('PropertyId', 'KEYWORD'),
  reservationId: defineSearchAttributeKey('ReservationId', 'KEYWORD'),
  accessStatus: defineSearchAttributeKey('AccessStatus', 'KEYWORD'),
  attention: defineSearchAttributeKey('Attention', 'KEYWORD'),
  importRunId: defineSearchAttributeKey('ImportRunId', 'KEYWORD'),
  deviceIds: defineSearchAttributeKey('DeviceIds', 'KEYWORD_LIST'),
  accessCodeIds: defineSearchAttributeKey('AccessCodeIds', 'KEYWORD_LIST'),
  arrivalAt: defineSearchAttributeKey('ArrivalAt', 'DATETIME'),
  departureAt: defineSearchAttributeKey('DepartureAt', 'DATETIME'),
};

/** The same, as `temporal operator search-attribute create` and `start-dev --search-attribute` name them. */
export const searchAttributeTypes = {
  PropertyId: 'Keyword',
  ReservationId: 'Keyword',
  AccessStatus: 'Keyword',
  Attention: 'Keyword',
  ImportRunId: 'Keyword',
  DeviceIds: 'KeywordList',
  AccessCodeIds: 'KeywordList',
  ArrivalAt: 'Datetime',
  DepartureAt: 'Datetime',
} as const;
