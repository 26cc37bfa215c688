"""Mail by SMTP: one connection for a few messages, and answers told apart as mail servers mean."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate
from typing import Final

from application.messages.compose import Message
from application.messages.problems import Failed
from application.messages.reaching import Target
from application.settings import Settings

SECONDS: Final = 10
PERMANENT: Final = 500  # replies from here on are final, those below ask to come again


class Mail:
    """The mail server of the settings; connected with the first message."""

    def __init__(self, settings: Settings) -> None:
        """The operator vouches for the server's address, so it may be on this host."""
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def send(self, message: Message, target: Target) -> None:
        """Errors: `Failed`."""
        if not self._settings.smtp_host:
            raise Failed("no-server", stalls=True)
        with self._failing():
            self._connected().send_message(self._mail(message, target))

    def close(self) -> None:
        """Say good-bye, if there is still somebody to say it to."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def _mail(self, message: Message, target: Target) -> EmailMessage:
        sender = self._settings.smtp_from
        mail = EmailMessage()
        mail["From"] = sender
        mail["To"] = target.address
        mail["Subject"] = f"{message.centre} {message.number}"
        mail["Date"] = formatdate(localtime=True)
        mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2].rstrip('>')}>"
        mail.set_content(message.text)
        return mail

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = self._connect()
        return self._server

    def _connect(self) -> smtplib.SMTP:
        said = self._settings
        if said.smtp_tls == "tls":
            safe = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                said.smtp_host, said.smtp_port, timeout=SECONDS, context=safe
            )
        else:
            server = smtplib.SMTP(said.smtp_host, said.smtp_port, timeout=SECONDS)
        try:
            _greet(server, said)
        except BaseException:
            server.close()
            raise
        return server

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """What the server or the network says, as a reason; a broken connection is given up."""
        try:
            yield
        except smtplib.SMTPRecipientsRefused as refused:
            self._again()
            code = next(iter(refused.recipients.values()))[0]
            raise _answered(code) from None
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
            self._again()
            raise _answered(refused.smtp_code) from None
        except smtplib.SMTPServerDisconnected as error:
            self._drop()
            slow = isinstance(error.__context__, TimeoutError)  # the library tells no difference
            raise Failed("timeout" if slow else "cut", stalls=True) from None
        except smtplib.SMTPException:
            self._drop()
            raise Failed("unreachable", stalls=True) from None
        except TimeoutError:
            self._drop()
            raise Failed("timeout", stalls=True) from None
        except OSError as error:
            self._drop()
            raise Failed(_of_network(error), stalls=True) from None

    def _again(self) -> None:
        """The same connection takes the next message."""
        try:
            if self._server is not None:
                self._server.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()


def _greet(server: smtplib.SMTP, said: Settings) -> None:
    if said.smtp_tls == "starttls":
        server.starttls(context=ssl.create_default_context())
    if said.smtp_user:
        server.login(said.smtp_user, said.smtp_password)


def _answered(code: int) -> Failed:
    final = code >= PERMANENT
    return Failed(f"{'refused' if final else 'server'}:{code}", permanent=final)


def _of_network(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "certificate"
    return "host-unknown" if isinstance(error, socket.gaierror) else "unreachable"
