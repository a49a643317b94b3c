"""Several workers at once: nothing is taken twice, nothing overtakes in its thread."""

from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from helpdesk.outbox import leases
from helpdesk.outbox.rules import LEASE, Lane, State

WORKERS, THREADS, MAILS = 4, 6, 48


def test_workers_share_the_queue_without_doubles_and_in_order(app, a_mail, now):
    for number in range(MAILS):
        a_mail(thread=f"ticket:{number % THREADS}", lane=list(Lane)[number % 3])

    def work(name):
        """Take and settle until nothing is left; return what was taken, in order."""
        taken = []
        hold = leases.Hold(name, LEASE)
        with app.app_context():
            while leases.is_anything_due(now=now):
                mail = leases.take_next(now=now, hold=hold)
                while mail is not None:
                    taken.append(mail)
                    sent = {"state": State.SENT, "sent_at": now}
                    kept, mail = leases.settle_and_take(mail, sent, hold=hold, now=now, takes_next=True)
                    assert kept
        return taken

    with ThreadPoolExecutor(WORKERS) as pool:
        by_worker = list(pool.map(work, [f"w{number}" for number in range(WORKERS)]))

    assert sorted(mail.id for mail in chain(*by_worker)) == list(range(1, MAILS + 1))
    for taken in by_worker:
        for thread in {mail.thread for mail in taken}:
            ids = [mail.id for mail in taken if mail.thread == thread]
            assert ids == sorted(ids)
