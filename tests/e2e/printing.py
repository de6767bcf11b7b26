# SPDX-License-Identifier: MIT
"""What the printing tests share: motcua-printer as the kiosk starts it, and the readers
of other people by which its paper is judged."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

SOURCE = os.environ.get('TOP_SRCDIR', os.path.join(os.path.dirname(__file__), '..', '..'))
BUILD = os.environ.get('TOP_BUILDDIR', os.getcwd())
PROGRAM = os.path.join(BUILD, 'motcua-printer')
LINK_FD = 3


def need(*tools):
    """Ends the test as skipped where a tool is missing, and says which."""
    path = os.environ.get('PATH', '') + ':/usr/sbin:/sbin'
    for tool in tools:
        if shutil.which(tool, path=path) is None:
            print(f'SKIP: {tool} is not installed')
            sys.exit(77)


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, timeout=60,
                          **options).stdout


def read_slip():
    with open(os.path.join(SOURCE, 'tests/unit/data/slip.json'), encoding='utf-8') as file:
        return json.load(file)


def words_of(pdf):
    return ' '.join(run('pdftotext', '-layout', pdf, '-').decode('utf-8').split())


def qr_of(pdf, page=1):
    """What a phone reads from the page, byte for byte."""
    picture = pdf + '.page'
    run('pdftoppm', '-r', '150', '-png', '-singlefile', '-f', str(page), '-l', str(page),
        pdf, picture)
    read = run('zbarimg', '-q', '--raw', '-Sbinary', picture + '.png')
    os.unlink(picture + '.png')
    return read.decode('utf-8').rstrip('\n')


class Printer:
    """motcua-printer at the end of a line, as the kiosk has it."""

    def __init__(self, *arguments):
        self.socket, end = socket.socketpair()
        self.process = subprocess.Popen(
            [PROGRAM, *arguments, '--link'], pass_fds=(LINK_FD,),
            preexec_fn=lambda: os.dup2(end.fileno(), LINK_FD))
        end.close()
        self.file = self.socket.makefile('r', encoding='utf-8')

    def send(self, message):
        line = message if isinstance(message, str) else json.dumps(message)
        self.socket.sendall(line.encode('utf-8') + b'\n')

    def print(self, number, name, document):
        self.send({'do': 'print', 'id': number, 'name': name, 'document': document})

    def answer(self, seconds=30):
        self.socket.settimeout(seconds)
        return json.loads(self.file.readline())

    def answers_until(self, number, state, seconds=60):
        """The answers to one request up to the one with this state, which must come."""
        end = time.monotonic() + seconds
        answers = []
        while not answers or answers[-1]['state'] != state:
            answer = self.answer(max(0.1, end - time.monotonic()))
            if answer['id'] == number:
                answers.append(answer)
                over = answer['state'] in ('done', 'failed')
                assert not over or answer['state'] == state, answers
        return answers

    def hang_up(self):
        self.file.close()
        self.socket.close()

    def end(self):
        """Hangs up; how the program ended."""
        self.hang_up()
        return self.process.wait(timeout=30)

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
