"""The versions of sslyze and nassl that the worker was tested with; looked up without importing."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

TESTED = {"sslyze": "6.3", "nassl": "5.4"}
"""Package → the minor version. Their private modules, which we need, move between minors."""


class UnsupportedVersion(ImportError):
    """A library is missing, or not of the minor version that was tested."""

    def __init__(self, package: str, tested: str, installed: str) -> None:
        """Say which, and how to install the one that was tested."""
        super().__init__(
            f"{package} {tested}.* is needed to look at TLS, not {installed or 'none'}; "
            f'install it with: python -m pip install "{package}=={tested}.*"'
        )
        self.facts = {"package": package, "tested": tested, "installed": installed}


def check_versions() -> None:
    """Raise UnsupportedVersion with the remedy, if any library is not of the version tested."""
    for package, tested in TESTED.items():
        try:
            installed = version(package)
        except PackageNotFoundError:
            installed = ""
        if not f"{installed}.".startswith(f"{tested}."):
            raise UnsupportedVersion(package, tested, installed)
