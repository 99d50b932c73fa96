import { byId, make } from './dom.js';
import type { LoggedRequest } from './request-log.js';

const rows = new Map<LoggedRequest, HTMLElement>();

export function showRequest(request: LoggedRequest): void {
  let row = rows.get(request);
  if (!row) {
    row = make('li');
    rows.set(request, row);
    byId('requests').prepend(row);
    byId('log').hidden = false;
    byId('no-requests').hidden = true;
  }
  const { method, path, status, code, milliseconds } = request;
  const over = milliseconds !== undefined;
  const answer = over ? [status ?? 'no answer', code].filter(Boolean).join(' ') : 'under way';
  row.replaceChildren(
    make('span', method, 'method'),
    make('span', path, 'path'),
    make('span', over ? `${milliseconds} ms` : '', 'time'),
    make('span', answer, !over ? 'answer' : code || !status ? 'answer bad' : 'answer good'),
  );
}
