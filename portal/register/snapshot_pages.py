"""Monthly snapshots: the list with every hash, the files, and the hashes as `sha256sum -c` reads them."""

from apiflask import APIBlueprint
from flask import Response, render_template, request

from portal import carried, db
from portal.access import Who, allow
from portal.kept import A_DAY, conditional
from statements.register import described, snapshots

snapshot_pages = APIBlueprint("snapshot_pages", __name__, enable_openapi=False, url_prefix="/data/snapshots")


@snapshot_pages.get("")
@allow(Who.PUBLIC)
@conditional
def listed() -> str:
    """Every snapshot, the newest first."""
    return render_template(
        "register/snapshots.html", snapshots=snapshots.listed(db.session()), licence=described.LICENCE
    )


@snapshot_pages.get("/SHA256SUMS")
@allow(Who.PUBLIC)
@conditional
def sums() -> Response:
    """The hash and name of every file."""
    files = [file for each in snapshots.listed(db.session()) for file in each.files]
    return Response("".join(f"{each.hash}  {each.name}\n" for each in files), mimetype="text/plain")


@snapshot_pages.get("/<name>")
@allow(Who.PUBLIC)
def file(name: str) -> Response:
    """A file of a snapshot, byte for byte as it was made."""
    found = snapshots.load_file(db.session(), name=name)
    response = Response(carried.store().get(found.sha256), content_type=f"{found.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response.cache_control.public, response.cache_control.max_age = True, A_DAY
    response.set_etag(found.hash)
    response.make_conditional(request)
    return response
