# SPDX-License-Identifier: GPL-2.0-only
#
# Sends each line of standard input to a socket of syslog, as a datagram of its own
#
# No shell can do that, and logger(1) takes the same structured data for all its
# lines. What a syslog daemon does not take yet is waited for: it may be restarting.
#
#   perl datagrams.pl SOCKET

use strict;
use warnings;
use Errno qw(EAGAIN EINTR EMSGSIZE ENOBUFS);
use Socket;

my $path = shift;
my $parent = getppid();
my $socket;

# By Ctrl-C the writer of the lines ends, and what it has written is still sent.
$SIG{$_} = 'IGNORE' for qw(INT TERM HUP);

sub connected {
	return 1 if $socket;
	socket(my $new, PF_UNIX, SOCK_DGRAM, 0) or return 0;
	connect($new, pack_sockaddr_un($path)) or return 0;
	$socket = $new;
}

# Returns false where it can't be sent now.
sub sent {
	connected() or return 0;
	until (defined send($socket, $_[0], 0)) {
		next if $!{EINTR};
		if ($!{EMSGSIZE} && length $_[0] > 480) {
			substr($_[0], length($_[0]) / 2) = '...';
			next;
		}
		undef $socket unless $!{EAGAIN} || $!{ENOBUFS};
		return 0;
	}
	return 1;
}

my $patience = 50;
while (my $line = <STDIN>) {
	chomp $line;
	my $told;
	until (sent($line)) {
		my $why = $!;
		# Nobody waits for ever where no more lines come.
		if (getppid() != $parent && !$patience--) {
			print STDERR "sctlog: events are lost: $path: $why\n";
			exit 1;
		}
		print STDERR "sctlog: waiting for a syslog daemon: $path: $why\n"
			unless $told++ || $!{EAGAIN} || $!{ENOBUFS};
		select(undef, undef, undef, 0.1);
	}
}
