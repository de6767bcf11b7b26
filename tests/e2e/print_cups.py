#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Slips through CUPS: a print service and a printer of our own, without rights and on
loopback. A job completes, a printer without paper is told in words, one that is gone and
a service that is gone are survived, a lost job is told as lost."""

import os
import pwd
import grp
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(__file__))
from printing import PROGRAM, SOURCE, Printer, need, qr_of, read_slip, run, words_of

URL = 'https://dvc.example.vn/t/7QHM2K9TXV4DA3NPW'

FILES_CONF = '''User {user}
Group {group}
SystemGroup {system}
ServerRoot {base}/etc
ServerBin /usr/lib/cups
DataDir /usr/share/cups
RequestRoot {base}/spool
TempDir {base}/spool/tmp
CacheDir {base}/cache
StateDir {base}/state
AccessLog {base}/log/access
ErrorLog {base}/log/error
PageLog {base}/log/page
SyncOnClose Yes
'''

DAEMON_CONF = '''Listen 127.0.0.1:{port}
Listen {base}/state/cups.sock
Browsing Off
DefaultAuthType None
ErrorPolicy retry-job
JobRetryInterval 5
DirtyCleanInterval 0
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow localhost
  </Limit>
</Policy>
'''

# What the printer does with a job: it waits while there is no paper.
TRAY = '''#!/bin/sh
if [ ! -e {base}/paper ]; then
    echo "STATE: +media-empty-error" >&2
    while [ ! -e {base}/paper ]; do sleep 0.1; done
    echo "STATE: -media-empty-error" >&2
fi
exit 0
'''


def free_port():
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


def wait_for(what, true, seconds=20):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f'{what}: not after {seconds} s'
        time.sleep(0.05)


def answers(port):
    with socket.socket() as caller:
        return caller.connect_ex(('127.0.0.1', port)) == 0


class Service:
    """cupsd, a printer and the bus that the printer wants, as a user without rights."""

    def __init__(self, base):
        self.base = base
        self.port, self.printer_port = free_port(), free_port()
        self.children = {}
        # cupsd started by root would be another program: it takes its rights back.
        self.user = pwd.getpwnam('nobody') if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        group = grp.getgrgid(self.user.pw_gid).gr_name
        system = next(name for name in ('lpadmin', 'daemon', 'sys') if name != group)
        values = {'base': base, 'port': self.port, 'user': self.user.pw_name,
                  'group': group, 'system': system}
        for name in ('etc', 'spool/tmp', 'cache', 'state', 'log', 'ipp'):
            os.makedirs(os.path.join(base, name))
        self.write('etc/cups-files.conf', FILES_CONF.format(**values))
        self.write('etc/cupsd.conf', DAEMON_CONF.format(**values))
        self.write('tray', TRAY.format(**values), 0o755)
        self.put_paper_in()
        if os.getuid() == 0:
            for folder, _, files in os.walk(base):
                for path in [folder] + [os.path.join(folder, file) for file in files]:
                    os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.base, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        os.chmod(path, mode)

    def put_paper_in(self):
        self.write('paper', '')

    def take_paper_out(self):
        os.unlink(os.path.join(self.base, 'paper'))

    def start(self, name, *command, **environment):
        identity = {}
        if os.getuid() == 0:
            identity = {'user': self.user.pw_uid, 'group': self.user.pw_gid,
                        'extra_groups': []}
        log = open(os.path.join(self.base, f'{name}.log'), 'ab')
        self.children[name] = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.base,
            env={'PATH': '/usr/sbin:/usr/bin:/sbin:/bin', 'HOME': self.base,
                 'TMPDIR': os.path.join(self.base, 'spool/tmp'), **environment},
            **identity)
        log.close()

    def start_service(self):
        self.start('cupsd', '/usr/sbin/cupsd', '-f', '-c', f'{self.base}/etc/cupsd.conf',
                   '-s', f'{self.base}/etc/cups-files.conf')
        wait_for('cupsd', lambda: answers(self.port))

    def start_printer(self):
        bus = f'unix:path={self.base}/state/bus'
        if 'bus' not in self.children:
            self.start('bus', 'dbus-daemon', '--session', '--nofork', '--nopidfile',
                       f'--address={bus}')
            wait_for('the bus', lambda: os.path.exists(f'{self.base}/state/bus'))
        self.start('printer', '/usr/sbin/ippeveprinter', '-p', str(self.printer_port),
                   '-d', f'{self.base}/ipp', '-k', '-n', 'localhost',
                   '-f', 'application/pdf,image/pwg-raster,image/urf', '-r', 'off',
                   '-s', '60', '-c', f'{self.base}/tray', 'Slips',
                   DBUS_SYSTEM_BUS_ADDRESS=bus)
        wait_for('ippeveprinter', lambda: answers(self.printer_port))

    def lpadmin(self, *arguments):
        run('lpadmin', '-h', f'127.0.0.1:{self.port}', *arguments)

    def add_queue(self):
        self.lpadmin('-p', 'slip', '-E', '-v',
                     f'ipp://localhost:{self.printer_port}/ipp/print', '-m', 'everywhere')
        # cupsd asks the printer in the background; until it knows, the queue is raw.
        wait_for('the queue', lambda: b'IPP Everywhere' in run(
            'lpoptions', '-h', f'127.0.0.1:{self.port}', '-p', 'slip'))

    def stop(self, name, how=signal.SIGTERM):
        child = self.children.pop(name)
        child.send_signal(how)
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def stop_all(self):
        for name in reversed(list(self.children)):
            self.stop(name)

    def forget_jobs(self):
        """What an unlucky end leaves of the jobs."""
        for folder, pattern in (('spool', r'[cd]\d'), ('cache', r'job\.cache')):
            for name in os.listdir(os.path.join(self.base, folder)):
                if re.match(pattern, name):
                    os.unlink(os.path.join(self.base, folder, name))

    def printed(self):
        """The files that came out of the printer, oldest first."""
        files = [os.path.join(folder, name)
                 for folder, _, names in os.walk(os.path.join(self.base, 'ipp'))
                 for name in names]
        # Beside each the printer leaves an empty .prn, for the output of its command.
        return sorted(filter(os.path.getsize, files), key=os.path.getmtime)

    def settings(self, queue='slip'):
        path = os.path.join(self.base, f'motcua-{queue}.ini')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(f'[printer]\nqueue = {queue}\nserver = 127.0.0.1:{self.port}\n')
        return path

    def open_line(self, queue='slip'):
        return Printer('--config', self.settings(queue), '--state', self.base)


def english():
    return dict(read_slip(), language='en')


def test_completes(service):
    line = service.open_line()
    line.print(1, '7QHM-2K9T', read_slip())
    told = line.answers_until(1, 'done')
    assert told[-1]['where'] == 'slip', told
    assert line.end() == 0
    pdf = service.printed()[-1]
    # The printer has no A5: half of an A4 sheet, with a line to cut along.
    about = run('pdfinfo', pdf).decode('utf-8')
    assert 'A4' in about and re.search('^Pages: +1$', about, re.M), about
    assert qr_of(pdf) == URL
    assert 'TRẦN THỊ NGỌC DIỄM' in words_of(pdf)
    jobs = run('lpstat', '-h', f'127.0.0.1:{service.port}', '-W', 'completed', '-o')
    assert b'slip-1' in jobs, jobs


def test_from_a_shell(service):
    slip = os.path.join(SOURCE, 'tests/unit/data/slip.json')
    output = run(PROGRAM, '--config', service.settings(), '--print', slip)
    assert output.decode('utf-8').rstrip().endswith(' slip'), output


def test_no_paper(service):
    service.take_paper_out()
    line = service.open_line()
    line.print(1, 'FIRST', english())
    waiting = line.answers_until(1, 'waiting')[-1]
    assert waiting['reason'] == 'The printer has no paper. Put paper in.', waiting
    line.print(2, 'SECOND', english())
    line.answers_until(2, 'waiting')
    service.put_paper_in()
    done = set()
    while len(done) < 2:
        answer = line.answer()
        assert answer['state'] != 'failed', answer
        if answer['state'] == 'done':
            done.add(answer['id'])
    assert line.end() == 0


def test_cancelled(service):
    service.take_paper_out()
    line = service.open_line()
    line.print(1, 'AWAY', english())
    line.answers_until(1, 'waiting')
    run('cancel', '-h', f'127.0.0.1:{service.port}', '-a', 'slip')
    failed = line.answers_until(1, 'failed')[-1]
    assert 'cancelled' in failed['reason'], failed
    service.put_paper_in()
    assert line.end() == 0


def test_printer_off(service):
    service.stop('printer')
    line = service.open_line()
    line.print(1, 'OFF', english())
    waiting = line.answers_until(1, 'waiting')[-1]
    assert 'does not answer' in waiting['reason'], waiting
    service.start_printer()
    line.answers_until(1, 'done', 90)
    assert line.end() == 0


def test_queue_is_not_there(service):
    line = service.open_line('nothing')
    line.print(1, 'A', english())
    failed = line.answers_until(1, 'failed')[-1]
    assert 'no printer queue "nothing"' in failed['reason'], failed
    assert line.end() == 0


def test_queue_rejects(service):
    run('cupsreject', '-h', f'127.0.0.1:{service.port}', 'slip')
    line = service.open_line()
    line.print(1, 'A', english())
    failed = line.answers_until(1, 'failed')[-1]
    assert 'does not accept jobs' in failed['reason'], failed
    run('cupsaccept', '-h', f'127.0.0.1:{service.port}', 'slip')
    line.print(2, 'A', english())
    line.answers_until(2, 'done')
    assert line.end() == 0


def test_service_starts_again(service):
    """A job outlives its service; one that is lost is told as lost."""
    server = ('-h', f'127.0.0.1:{service.port}')
    run('cupsdisable', *server, 'slip')
    line = service.open_line()
    line.print(1, 'KEPT', english())
    waiting = line.answers_until(1, 'waiting')[-1]
    assert 'printer is paused' in waiting['reason'], waiting
    service.stop('cupsd')
    waiting = line.answers_until(1, 'waiting')[-1]
    assert 'print service does not answer' in waiting['reason'], waiting
    line.print(2, 'NOT-TAKEN', english())
    failed = line.answers_until(2, 'failed')[-1]
    assert 'CUPS must be started' in failed['reason'], failed
    service.start_service()
    run('cupsenable', *server, 'slip')
    line.answers_until(1, 'done')

    run('cupsdisable', *server, 'slip')
    line.print(3, 'LOST', english())
    line.answers_until(3, 'waiting')
    service.stop('cupsd', signal.SIGKILL)
    service.forget_jobs()
    service.start_service()
    failed = line.answers_until(3, 'failed')[-1]
    assert 'lost the job' in failed['reason'], failed

    # Its number goes to somebody else's job: that one is not ours.
    line.print(4, 'LOST-TOO', english())
    line.answers_until(4, 'waiting')
    line.process.send_signal(signal.SIGSTOP) # it must not see the gap
    service.stop('cupsd', signal.SIGKILL)
    service.forget_jobs()
    service.start_service()
    other = os.path.join(service.base, 'etc/cupsd.conf')
    for _ in range(12):
        run('lp', *server, '-d', 'slip', '-t', 'LOST-TOO', other)
    line.process.send_signal(signal.SIGCONT)
    failed = line.answers_until(4, 'failed')[-1]
    assert 'lost the job' in failed['reason'], failed
    run('cancel', *server, '-a', 'slip')
    run('cupsenable', *server, 'slip')
    assert line.end() == 0


def main():
    need('cupsd', 'ippeveprinter', 'dbus-daemon', 'lpadmin', 'lpoptions', 'lpstat', 'cancel',
         'cupsreject', 'cupsdisable', 'lp', 'pdftotext', 'pdftoppm', 'pdfinfo', 'zbarimg')
    with open(os.path.join(os.path.dirname(PROGRAM), 'config.h'), encoding='utf-8') as file:
        if '#define WITH_CUPS 1' not in file.read():
            print('SKIP: configured --without-cups')
            sys.exit(77)
    tests = [test for name, test in globals().items() if name.startswith('test_')]
    base = tempfile.mkdtemp(prefix='motcua-cups-')
    os.chmod(base, 0o755)
    service = Service(base)
    fine = False
    try:
        service.start_service()
        service.start_printer()
        service.add_queue()
        for test in tests:
            test(service)
            print('ok', test.__name__)
        fine = True
    finally:
        service.stop_all()
        if not fine:
            for name in ('cupsd.log', 'printer.log', 'log/error'):
                path = os.path.join(base, name)
                if os.path.exists(path):
                    with open(path, encoding='utf-8', errors='replace') as file:
                        print(f'--- {name}\n', ''.join(file.readlines()[-30:]))
        shutil.rmtree(base, ignore_errors=True)


if __name__ == '__main__':
    main()
