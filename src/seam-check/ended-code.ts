import { finding, type Finding } from './assumptions.ts';
import { asObject, asObjects, errorOf, summaryOf, textOf, type Call } from './call.ts';

/** What is left of a code that has ended. Before its end there is nothing to see. */
export const checkEndedCode = async (
  call: Call,
  { accessCodeId, doorId, endsAt }: { accessCodeId: string; doorId: string; endsAt: string },
): Promise<Finding[]> => {
  if (Date.now() < Date.parse(endsAt)) {
    const observed = `it opens its door until ${endsAt}`;
    return [finding('ended-code-404', null, observed), finding('ended-code-unlisted', null, observed)];
  }
  const read = await call('/access_codes/get', { access_code_id: accessCodeId });
  const { body } = await call('/access_codes/list', { device_id: doorId });
  const isListed = asObjects(body['access_codes']).some(
    ({ access_code_id }) => access_code_id === accessCodeId,
  );
  return [
    finding(
      'ended-code-404',
      read.status === 404 && errorOf(read.body).type === 'access_code_not_found',
      `${summaryOf(read)}, status ${textOf(asObject(read.body['access_code'])['status'])}`,
    ),
    finding('ended-code-unlisted', !isListed, isListed ? 'still listed' : 'not listed'),
  ];
};
