import { expectTypeOf, test } from 'vitest';
import type * as Contract from '../../src/api/contract.ts';
import type { ProblemKind } from '../../src/api/problem.ts';
import type * as Client from '../../src/client/index.ts';

// Held by the compiler (`npm run types`): the client's types are written out, so that nobody who installs it needs zod.

test('what the client says of answers is what the API gives', () => {
  expectTypeOf<Client.Applied>().toEqualTypeOf<Contract.Applied>();
  expectTypeOf<Client.Queued>().toEqualTypeOf<Contract.Queued>();
  expectTypeOf<Client.ReservationState>().toEqualTypeOf<Contract.ReservationStateView>();
  expectTypeOf<Client.ReservationList>().toEqualTypeOf<Contract.ReservationList>();
  expectTypeOf<Client.Validated>().toEqualTypeOf<Contract.Validated>();
  expectTypeOf<Client.Reissued>().toEqualTypeOf<Contract.Reissued>();
  expectTypeOf<Client.AccessCodes>().toEqualTypeOf<Contract.AccessCodes>();
  expectTypeOf<Client.DoorList>().toEqualTypeOf<Contract.DoorList>();
  expectTypeOf<Client.ProblemDetails>().toEqualTypeOf<Contract.ProblemDetails>();
  expectTypeOf<Client.ProblemKind>().toEqualTypeOf<ProblemKind>();
});

test('what the client takes is what the API asks for', () => {
  expectTypeOf<Client.ReservationFields>().toEqualTypeOf<Contract.ValidateBody>();
  expectTypeOf<Client.ReservationBody>().toExtend<Contract.ReservationBody>();
  expectTypeOf<Client.CancelQuery>().toExtend<Contract.CancelQuery>();
  type AnyPart<Query> = { [Name in keyof Query]?: Query[Name] | undefined };
  expectTypeOf<Client.ListQuery>().toEqualTypeOf<AnyPart<Contract.ListQuery>>();
  expectTypeOf<Client.DoorOrAll>().toEqualTypeOf<Contract.DoorOrAll>();
  expectTypeOf<Client.OneDoor>().toEqualTypeOf<Contract.OneDoor>();
  expectTypeOf<Client.Acknowledgement>().toEqualTypeOf<Contract.AcknowledgementBody>();
  expectTypeOf<Client.Handled>().toEqualTypeOf<Contract.Handled>();
  expectTypeOf<Client.DoorQuery>().toEqualTypeOf<Contract.DoorQuery>();
});
