/** Who calls the staff API: for now the service token alone, which may act as anyone. */
export interface Principal {
  kind: 'service';
}

/** What the staff API answers: an HTTP status and a body that becomes JSON. */
export interface StaffAnswer {
  status: number;
  body: unknown;
}

/** A file of a case, to be saved and never shown in place. */
export interface StaffFile {
  type: string;
  /** As the customer's device named it; may be empty. */
  name: string;
  bytes: Buffer;
}

/** A table to be saved: CSV as it comes, in pieces. */
export interface StaffTable {
  name: string;
  csv: AsyncIterable<string>;
}

/** The query of a list as it came, each key once; the desk validates what it knows and passes over the rest. */
export type StaffQuery = Readonly<Record<string, string>>;

/** The staff API of the contract, without HTTP. Rejects with `RequestRefused` or answers with the status itself. */
export interface StaffApi {
  /** `GET /api/staff/cases`: `{ cases, next }`. */
  list(query: StaffQuery, principal: Principal): Promise<StaffAnswer>;
  /** `GET /api/staff/cases/:id`: one case, or 404. */
  get(id: string, principal: Principal): Promise<StaffAnswer>;
  /** `GET /api/staff/cases/:id/attachments/:attachmentId`: a file of the case, or 404. */
  attachment(id: string, attachmentId: string, principal: Principal): Promise<StaffFile>;
  /** `GET /api/staff/figures`: the desk in figures, or its cases as a table; `wants` where the query does not say. */
  figures(query: StaffQuery, wants: 'json' | 'csv', principal: Principal): Promise<StaffAnswer | StaffTable>;
  /** `POST /api/staff/cases/:id/actions`: `body` is any JSON value, not yet validated. */
  act(
    id: string,
    body: unknown,
    options: { idempotencyKey: string | undefined },
    principal: Principal,
  ): Promise<StaffAnswer>;
}
