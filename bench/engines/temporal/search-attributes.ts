import { defineSearchAttributeKey } from '@temporalio/common';

/** What the operator's question is asked by; registered in the namespace beforehand. */
export const accessStatus = defineSearchAttributeKey('AccessStatus', 'KEYWORD');
export const arrivalAt = defineSearchAttributeKey('ArrivalAt', 'DATETIME');
