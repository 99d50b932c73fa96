import { byId, make, moment } from './dom.js';

/** As dev mode keeps it in place of sending it. */
interface Mail {
  id: string;
  to: string;
  subject: string;
  text: string;
  at: string;
}

/** A mail is made after the answer to the request that asked for it. */
const LOOKS_AFTER_MILLIS = [100, 700, 2000];

const shown = new Set<string>();
let looks: ReturnType<typeof setTimeout>[] = [];
let there = true;

/** Shows the mails within a moment; never again where there is no such list. */
export function lookForMails(send: typeof fetch): void {
  looks.forEach(clearTimeout);
  looks = there ? LOOKS_AFTER_MILLIS.map((millis) => setTimeout(() => void look(send), millis)) : [];
}

async function look(send: typeof fetch): Promise<void> {
  const answer = await send('demo/mails').catch(() => undefined);
  if (answer?.status === 200) {
    showMails(await answer.json());
  } else if (answer) {
    there = false;
    looks.forEach(clearTimeout);
  }
}

function showMails(mails: Mail[]): void {
  byId('mailbox').hidden = false;
  byId('no-mails').hidden = mails.length > 0;
  for (const mail of mails.filter(({ id }) => !shown.has(id)).reverse()) {
    shown.add(mail.id);
    byId('mails').querySelector('details[open]')?.removeAttribute('open');
    byId('mails').prepend(mailRow(mail));
  }
}

function mailRow({ to, subject, text, at }: Mail): HTMLElement {
  const row = make('li');
  const mail = make('details') as HTMLDetailsElement;
  mail.open = true;
  const body = make('p', '', 'text');
  body.append(...withLinks(text));
  mail.append(make('summary', subject), make('p', `To ${to}, ${moment(at)}`, 'hint'), body);
  row.append(mail);
  return row;
}

/** Addresses can be followed, in a tab of their own, as in a mail program. */
function withLinks(text: string): Node[] {
  return text.split(/(https?:\/\/\S+)/).map((part, index) => {
    if (index % 2 === 0) {
      return document.createTextNode(part);
    }
    const link = make('a', part) as HTMLAnchorElement;
    link.href = part;
    link.target = '_blank';
    link.rel = 'noopener';
    return link;
  });
}
