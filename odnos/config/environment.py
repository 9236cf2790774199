"""What the environment says, read without Django, so that light processes can ask it too."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
NUMBERS = {
    "PORT": int,
    "ODNOS_WORKERS": int,
    "ODNOS_THREADS": int,
    "ODNOS_POOL": int,
    "ODNOS_UPLOAD_LIMIT": int,
    "ODNOS_KEEP_UPLOADS": int,
    "ODNOS_ANALYTICS_MEMORY": int,
    "ODNOS_ANALYTICS_THREADS": int,
    "ODNOS_PATIENCE": float,
}

STORES = {"", "postgresql", "postgres", "clickhouse", "clickhouses"}


def flag(name: str, *, default: bool = False) -> bool:
    """Tell whether `name` is switched on: 1, true, yes and on are yes, anything else is no."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def complaint() -> str:
    """Return what cannot be in the environment, in a sentence; nothing if all is well."""
    for name, kind in NUMBERS.items():
        try:
            kind(os.environ.get(name) or 0)
        except ValueError:
            return f"{name} is {os.environ[name]!r}; a number is needed"
    try:
        data_folder()
        database_options(os.environ.get("DATABASE_URL") or "postgresql:")
    except OSError as refusal:
        return f"the folder of the data cannot be made: {refusal} (ODNOS_DATA says where)"
    except ValueError as refusal:
        return str(refusal)
    scheme = urlsplit(os.environ.get("ODNOS_ANALYTICS_URL") or "").scheme
    if scheme not in STORES:
        return f"ODNOS_ANALYTICS_URL starts with {scheme!r}; postgresql:// and clickhouse:// are known"
    return ""


def data_folder() -> Path:
    """Return the folder that holds the database, the files and the key; make it if it is missing."""
    folder = Path(os.environ.get("ODNOS_DATA") or _usual_folder()).expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _usual_folder() -> Path:
    """Beside the code in a clone; where the system keeps a user's data when Odnos is installed as a package."""
    if (ROOT / "pyproject.toml").exists():
        return ROOT / ".data"
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share") / "odnos"


def secret_key() -> str:
    """Return the installation's key, made once and kept in the data folder, readable by its owner alone."""
    given = os.environ.get("ODNOS_SECRET_KEY")
    return given or _kept_key(data_folder() / "secret.key")


def _kept_key(file: Path) -> str:
    if not file.exists():
        draft = file.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, file)  # the first of several starting processes wins; link() never overwrites
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


def database_options(url: str) -> dict[str, str]:
    """Split a postgresql:// address into Django's connection settings. Raises ValueError for any other scheme."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"DATABASE_URL starts with {parts.scheme!r}; only postgresql:// is known")
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or unquote(parts.hostname or ""),
        "PORT": query.get("port") or str(parts.port or ""),
    }
