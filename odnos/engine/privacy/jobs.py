"""The jobs of privacy: erasures, files about persons, and the nightly look at what is kept too long."""

from __future__ import annotations

import datetime as dt

from odnos.engine.access.rights import Denied
from odnos.engine.access.working import working_actor
from odnos.engine.outbox import schedules
from odnos.engine.outbox.jobs import job
from odnos.engine.outbox.running import Run
from odnos.engine.privacy import allowed, dossiers, erase, physical, retaining
from odnos.engine.privacy.models import Dossier, Erasure
from odnos.engine.records.errors import NotFound

NIGHTLY = dt.timedelta(days=1)


@job("privacy.erase", long=True)
def carry_out(run: Run, *, erasure_id: int) -> None:
    """Erase one person. One that was cut off after the tables were emptied goes on with the files."""
    erasure = Erasure.objects.filter(pk=erasure_id).first()
    if erasure is None or erasure.state in (Erasure.State.DONE, Erasure.State.FAILED):
        return
    needles = None
    if erasure.state == Erasure.State.WAITING:
        with run.step() as at:
            pass
        try:
            by = working_actor(erasure.actor_id or 0)
            allowed.check(by)
            needles = erase.take_away(erasure, by=by, at=at)
        except (Denied, NotFound) as reason:
            Erasure.objects.filter(pk=erasure.pk).update(state=Erasure.State.FAILED, reason=str(reason)[:300])
            return
    physical.gather_index()
    erase.prove(erasure, needles, at=run.now())


@job("privacy.dossier", long=True, max_attempts=3)
def write_dossier(run: Run, *, dossier_id: int) -> None:
    """Write the file about one person. After a stop it is written from its beginning."""
    dossier = Dossier.objects.filter(pk=dossier_id).first()
    if dossier is None or dossier.state in (Dossier.State.DONE, Dossier.State.FAILED):
        return
    try:
        dossiers.write(dossier, run)
    except (Denied, NotFound) as reason:
        Dossier.objects.filter(pk=dossier.pk).update(state=Dossier.State.FAILED, reason=str(reason)[:300])


@job("privacy.forget_dossiers")
def forget_dossiers(*, at: dt.datetime) -> None:
    """Remove files about persons whose time is over."""
    for dossier in Dossier.objects.filter(expires_at__lte=at):
        dossiers.forget(dossier)


@job("privacy.retain", long=True)
def retain(run: Run) -> None:
    """Carry out every retention rule that is switched on."""
    retaining.carry_out(run)


schedules.every("privacy.forget_dossiers", dt.timedelta(hours=1), offset=dt.timedelta(minutes=50))
schedules.every("privacy.retain", NIGHTLY, offset=dt.timedelta(hours=1, minutes=30))
