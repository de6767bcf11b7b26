#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes ./configure from configure.ac; needs autoconf, automake, pkg-config.
set -e
cd "$(dirname "$0")"
exec autoreconf --force --install --warnings=all,no-obsolete
