import { decodeTypedSearchAttributes } from '@temporalio/common/lib/converter/payload-search-attributes.js';
import proto from '@temporalio/proto';
import { parseReservationWorkflowId } from '../domain/ids.ts';
import type { ReservationKey } from '../domain/reservation.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

export interface RunSummary extends ReservationKey {
  status: string;
  attention: string | null;
  /** UTC. */
  arrivalAt: string | null;
  departureAt: string | null;
  doorIds: string[];
  /** Every code the run holds or held, wanted or not. */
  accessCodeIds: string[];
}

export type Execution = proto.temporal.api.workflow.v1.IWorkflowExecutionInfo;
const { WORKFLOW_EXECUTION_STATUS_RUNNING: RUNNING } = proto.temporal.api.enums.v1.WorkflowExecutionStatus;

/** What the search attributes of a listed run say; null for a run that is no reservation. */
export const summaryOf = ({ execution, status, searchAttributes: found }: Execution): RunSummary | null => {
  const key = parseReservationWorkflowId(execution?.workflowId ?? '');
  if (!key) return null;
  const attributes = decodeTypedSearchAttributes(found?.indexedFields);
  const isRunning = status === RUNNING;
  return {
    ...key,
    status: isRunning ? (attributes.get(searchAttributes.accessStatus) ?? 'in_progress') : 'over',
    attention: (isRunning ? attributes.get(searchAttributes.attention) : null) ?? null,
    arrivalAt: attributes.get(searchAttributes.arrivalAt)?.toISOString() ?? null,
    departureAt: attributes.get(searchAttributes.departureAt)?.toISOString() ?? null,
    doorIds: attributes.get(searchAttributes.deviceIds) ?? [],
    accessCodeIds: attributes.get(searchAttributes.accessCodeIds) ?? [],
  };
};
