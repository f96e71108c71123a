"""A process that has imported everything and only forks: a worker of it starts in milliseconds.

``collect.tls.worker_process`` asks it over a socket. Two descriptors, the new worker's stdin and
stdout, are answered with its process number, or with the negative error number where none could be
started. A number alone says that this worker has ended, and is answered once its remains are gone:
until then the number is nobody else's, so that whoever kills it never hits another process. With
``join``, a descriptor brings the socket of one more process that wants workers; it has no answer.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from select import select

import certifi

from portal_audit.collect.tls.trust.anchors import read_anchors
from portal_audit.collect.tls.worker.chain import validate
from portal_audit.collect.tls.worker.iana_numbers import finite_field, suites_of
from portal_audit.collect.tls.worker.openssl_validation import pem, public_stores
from portal_audit.collect.tls.worker.scan import ORDER

REQUEST = 32
"""Bytes that a request has at most."""


def serve(control: socket.socket, work: Callable[[], None], ca_file: str | None = None) -> None:
    """Fork for every request until all other sides are gone, and all workers with them.

    A worker whose process died is cleared up after at the end only. *ca_file* holds the roots that
    chains will be judged by besides the public ones, where that is known.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _rehearse(ca_file)
    gc.collect()
    gc.freeze()  # the collections of a worker then pass over all of this, and copy none of it
    controls = [control]
    while controls:
        for ready in select(controls, (), ())[0]:
            _attend(ready, controls, work)
    with suppress(ChildProcessError):
        while True:  # they end with their pipes; what they used is counted as ours
            os.wait()


def _attend(
    control: socket.socket, controls: list[socket.socket], work: Callable[[], None]
) -> None:
    """Do what one of the other sides asks; forget it where it is gone."""
    try:
        request, descriptors, *_ = socket.recv_fds(control, REQUEST, 2)
        if request == b"join":
            controls += [socket.socket(fileno=descriptor) for descriptor in descriptors]
        elif request:
            answer = _fork(descriptors, controls, work) if descriptors else _bury(int(request))
            control.sendall(str(answer).encode())
    except OSError:
        request = b""
    if not request:
        controls.remove(control)
        control.close()


def _bury(pid: int) -> int:
    with suppress(ChildProcessError):  # it was the worker of a parent that died
        os.waitpid(pid, 0)
    return pid


def _rehearse(ca_file: str | None) -> None:
    """Judge a chain that is trusted and one that is not: then what is read once has been read."""
    for version in ORDER:
        suites_of(version)
    finite_field()
    roots = dict.fromkeys(root for _, _, anchors, _ in public_stores() for root in anchors.roots)
    trusted = read_anchors(certifi.where(), ca_file).holds
    for is_trusted in (True, False):  # what is looked into differs
        for root in [one for one in roots if trusted(one) is is_trusted][:1]:
            validate([pem(root)], (), certifi.where(), ca_file, signed_handshake=True)


def _fork(
    descriptors: Sequence[int], controls: Sequence[socket.socket], work: Callable[[], None]
) -> int:
    try:
        pid = os.fork()
    except OSError as error:
        pid = -(error.errno or 1)
    if pid == 0:
        try:
            for control in controls:
                control.close()
            for number, descriptor in enumerate(descriptors):
                os.dup2(descriptor, number)
                os.close(descriptor)
            work()
        finally:  # never unwind into the loop of the server
            os._exit(0)
    for descriptor in descriptors:
        os.close(descriptor)
    return pid
