/* SPDX-License-Identifier: BSD-2-Clause */
/* What sides say, and what is told of it: for sniff_dialogue.c. */
static const struct test_case cases[] = {
	{"a message", 1,
	 {P("S220 mx.example ESMTP\r\n"), P("CEHLO c.example\r\n"),
	  P("S250-mx.example\r\n250-SIZE 100\r\n250 STARTTLS\r\n"),
	  P("CMAIL FROM:<a@b>\r\n"), P("S250 2.1.0 Ok\r\n"),
	  P("CRCPT TO:<c@d>\r\n"), P("S250 2.1.5 Ok\r\n"), P("CDATA\r\n"),
	  P("S354 go on\r\n"),
	  P("CFrom: a@b\r\nX-Antivirus: AVG (VPS 1), Outbound message\r\n"
	    "X-Mailer:  The Mailer\r\nSubject: RSET\r\n\r\nRSET\r\n..\r\n"
	    ".x\r\nX-Mailer: no\r\n\r\n.\r\n"),
	  P("S250 2.0.0 Ok: queued\r\n"), P("CQUIT\r\n"),
	  P("S221 2.0.0 Bye\r\n")},
	 "(greeting) 220 mx.example ESMTP\n"
	 "> EHLO c.example\n"
	 "EHLO 250 mx.example|SIZE 100|STARTTLS\n"
	 "> MAIL FROM:<a@b>\n"
	 "MAIL 250 2.1.0 Ok\n"
	 "> RCPT TO:<c@d>\n"
	 "RCPT 250 2.1.5 Ok\n"
	 "> DATA\n"
	 "DATA 354 go on\n"
	 "X-Antivirus=AVG (VPS 1), Outbound message\n"
	 "X-Mailer=The Mailer\n"
	 "(message) 250 2.0.0 Ok: queued\n"
	 "> QUIT\n"
	 "QUIT 221 2.0.0 Bye\n"},
	{"pipelined", 1,
	 {P("S220-mx\r\n220-no spam\r\n220 here\r\n"), P("Cehlo c\r\n"),
	  P("S250-mx\r\n250 PIPELINING\r\n"),
	  P("CMAIL FROM:<>\r\nRCPT TO:<a>\r\nRCPT TO:<b>\r\nDATA\r\n"),
	  P("S250 a\r\n550 b\r\n250 c\r\n354 d\r\n"),
	  P("C.\r\nQUIT\r\n"), P("S250 e\r\n221 f\r\n")},
	 "(greeting) 220 mx|no spam|here\n"
	 "> EHLO c\n"
	 "EHLO 250 mx|PIPELINING\n"
	 "> MAIL FROM:<>\n> RCPT TO:<a>\n> RCPT TO:<b>\n> DATA\n"
	 "MAIL 250 a\nRCPT 550 b\nRCPT 250 c\nDATA 354 d\n"
	 "> QUIT\n"
	 "(message) 250 e\nQUIT 221 f\n"},
	{"codes that change inside a reply", 1,
	 {P("S220-a\r\n250-b\r\n250 c\r\n")},
	 "(greeting) 250 a|b|c\n"},
	{"a reply without end", 1,
	 {P("S220-a\r\n220-b")},
	 "(greeting) 220 a|b\n"},
	{"a greeting whose line has no end", 1,
	 {P("S220 a")},
	 "(greeting) 220 a\n"},
	{"half a code", 1,
	 {P("S22")},
	 ""},
	{"lines without a code", 1,
	 {P("S220-a\r\nb\r\n\r\n220 c\r\nnoise\r\n")},
	 "(greeting) 220 a|b||c\n"},
	{"bare codes and stars", 1,
	 {P("S220\r\n"),
	  P("CNOOP\r\n"),
	  P("S250****\r\n"),
	  P("CNOOP\r\n"),
	  P("S250\tx\r\n")},
	 "(greeting) 220 \n"
	 "> NOOP\n"
	 "NOOP 250 ****\n"
	 "> NOOP\n"
	 "NOOP 250 x\n"},
	{"a firewall's stars", 1,
	 {P("S220 ****2****0**\r\n"),
	  P("CXXXX c\r\n"),
	  P("S502 5.5.2\r\n"),
	  P("CX@ c\r\n"),
	  P("S500 no\r\n")},
	 "(greeting) 220 ****2****0**\n"
	 "> (other)\n"
	 "(other) 502 5.5.2\n"
	 "> (other)\n"
	 "(other) 500 \n"},
	{"LF alone", 1,
	 {P("S220 mx\n"),
	  P("CEHLO c\n"),
	  P("S250-mx\n250 HELP\n"),
	  P("CNOOP\n")},
	 "! bare-lf server\n"
	 "(greeting) 220 mx\n"
	 "! bare-lf client\n"
	 "> EHLO c\n"
	 "EHLO 250 mx|HELP\n"
	 "> NOOP\n"},
	{"all at once with LF", 1,
	 {P("S220 mx\r\n"),
	  P("CHELO c\nMAIL FROM:<a>\nRCPT TO:<b>\nDATA\nX-Mailer: m\n\nRSET\n..\n.\nQUIT\n"),
	  P("S250 1\r\n250 2\r\n250 3\r\n354 4\r\n250 5\r\n221 6\r\n")},
	 "(greeting) 220 mx\n"
	 "! bare-lf client\n"
	 "> HELO c\n"
	 "> MAIL FROM:<a>\n"
	 "> RCPT TO:<b>\n"
	 "> DATA\n"
	 "X-Mailer=m\n"
	 "> QUIT\n"
	 "HELO 250 1\n"
	 "MAIL 250 2\n"
	 "RCPT 250 3\n"
	 "DATA 354 4\n"
	 "(message) 250 5\n"
	 "QUIT 221 6\n"},
	{"LF.LF within a message is text", 1,
	 {P("S220 mx\r\n"),
	  P("CDATA\r\n"),
	  P("S354 go\r\n"),
	  P("Ca\r\n\r\nb\n.\nMAIL FROM:<smuggled@x>\r\nc\r\n.\r\n"),
	  P("S250 ok\r\n"),
	  P("CQUIT\r\n")},
	 "(greeting) 220 mx\n"
	 "> DATA\n"
	 "DATA 354 go\n"
	 "(message) 250 ok\n"
	 "> QUIT\n"},
	{"... unless the server takes it for the end", 1,
	 {P("S220 mx\r\n"),
	  P("CDATA\r\n"),
	  P("S354 go\r\n"),
	  P("Ca\r\n\r\nb\n.\r\n"),
	  P("S250 ok\r\n"),
	  P("CRSET\r\n"),
	  P("S250 ok\r\n")},
	 "(greeting) 220 mx\n"
	 "> DATA\n"
	 "DATA 354 go\n"
	 "(message) 250 ok\n"
	 "> RSET\n"
	 "RSET 250 ok\n"},
	{"dots", 1,
	 {P("S220 mx\r\n"),
	  P("CDATA\r\n"),
	  P("S354 go\r\n"),
	  P("C.a\r\n..\r\n.\r.\r\n...\r\n.\r\r\n\r\n.\r\nRSET\r\n")},
	 "(greeting) 220 mx\n"
	 "> DATA\n"
	 "DATA 354 go\n"
	 "> RSET\n"},
	{"an empty message", 1,
	 {P("S220 mx\r\n"),
	  P("CDATA\r\n"),
	  P("S354 go\r\n"),
	  P("C.\r\nRSET\r\n")},
	 "(greeting) 220 mx\n"
	 "> DATA\n"
	 "DATA 354 go\n"
	 "> RSET\n"},
	{"DATA refused", 1,
	 {P("S220 mx\r\n"),
	  P("CDATA\r\n"),
	  P("S503 no\r\n"),
	  P("CRSET\r\n"),
	  P("S250 ok\r\n")},
	 "(greeting) 220 mx\n"
	 "> DATA\n"
	 "DATA 503 no\n"
	 "> RSET\n"
	 "RSET 250 ok\n"},
	{"DATA refused, the message sent all the same", 1,
	 {P("S220 mx\r\n"),
	  P("CDATA\r\nSubject: x\r\n\r\nHELP me\r\n"),
	  P("S503 no\r\n"),
	  P("CEXPN this\r\nRSET\r\n")},
	 "(greeting) 220 mx\n"
	 "> DATA\n"
	 "DATA 503 no\n"
	 "! lost client\n"
	 "> RSET\n"},
	{"DATA refused after the message's end", 1,
	 {P("S220 mx\r\n"),
	  P("CDATA\r\nSubject: x\r\n\r\ntext\r\n.\r\nQUIT\r\n"),
	  P("S503 no\r\n"),
	  P("S500 what\r\n")},
	 "(greeting) 220 mx\n"
	 "> DATA\n"
	 "> QUIT\n"
	 "DATA 503 no\n"
	 "! lost client\n"
	 "QUIT 500 what\n"},
	{"BDAT", 1,
	 {P("S220 mx\r\n"),
	  P("CMAIL FROM:<a>\r\nRCPT TO:<b>\r\nBDAT 26\r\nUser-Agent: u\r\n\r\n.\r\nRSET\r\nBDAT 6 LAST\r\nQUIT\r\nRSET\r\n"),
	  P("S250 1\r\n250 2\r\n250 3\r\n250 4\r\n250 5\r\n")},
	 "(greeting) 220 mx\n"
	 "> MAIL FROM:<a>\n"
	 "> RCPT TO:<b>\n"
	 "> BDAT 26\n"
	 "User-Agent=u\n"
	 "> BDAT 6 LAST\n"
	 "> RSET\n"
	 "MAIL 250 1\n"
	 "RCPT 250 2\n"
	 "BDAT 250 3\n"
	 "(message) 250 4\n"
	 "RSET 250 5\n"},
	{"BDAT 0 LAST", 1,
	 {P("S220 mx\r\n"),
	  P("CBDAT 0 LAST\r\nRSET\r\n"),
	  P("S250 1\r\n250 2\r\n")},
	 "(greeting) 220 mx\n"
	 "> BDAT 0 LAST\n"
	 "> RSET\n"
	 "(message) 250 1\n"
	 "RSET 250 2\n"},
	{"a header over two BDATs", 1,
	 {P("S220 mx\r\n"),
	  P("CBDAT 5\r\nX-MaiBDAT 12 LAST\r\nler: two\r\n\r\nNOOP\r\n")},
	 "(greeting) 220 mx\n"
	 "> BDAT 5\n"
	 "> BDAT 12 LAST\n"
	 "X-Mailer=two\n"
	 "> NOOP\n"},
	{"BDAT of no size", 1,
	 {P("S220 mx\r\n"),
	  P("CBDAT x\r\nsecret text\r\nRSET\r\n"),
	  P("S501 no\r\n500 what\r\n")},
	 "(greeting) 220 mx\n"
	 "> BDAT x\n"
	 "> RSET\n"
	 "BDAT 501 no\n"
	 "RSET 500 what\n"},
	{"BDAT of an absurd size", 1,
	 {P("S220 mx\r\n"),
	  P("CBDAT 99999999999999999999\r\n"),
	  P("CRSET\r\n")},
	 "(greeting) 220 mx\n"
	 "> BDAT 99999999999999999999\n"
	 "> RSET\n"},
	{"BDAT that is too long", 1,
	 {P("S220 mx\r\n"),
	  P("CBDAT 18446744073709551615\r\n"),
	  P("CRSET\r\n")},
	 "(greeting) 220 mx\n"
	 "> BDAT 18446744073709551615\n"},
	{"AUTH with an initial response", 1,
	 {P("S220 mx\r\n"),
	  P("CAUTH PLAIN AGEAYg==\r\n"),
	  P("S235 ok\r\n"),
	  P("CRSET\r\n"),
	  P("S250 ok\r\n")},
	 "(greeting) 220 mx\n"
	 "> AUTH\n"
	 "AUTH 235 ok\n"
	 "> RSET\n"
	 "RSET 250 ok\n"},
	{"AUTH LOGIN", 1,
	 {P("S220 mx\r\n"),
	  P("CAUTH LOGIN\r\n"),
	  P("S334 VXNlcm5hbWU6\r\n"),
	  P("CdXNlcg==\r\n"),
	  P("S334 UGFzc3dvcmQ6\r\n"),
	  P("CcGFzcw==\r\n"),
	  P("S535 no\r\n"),
	  P("CQUIT\r\n"),
	  P("S221 bye\r\n")},
	 "(greeting) 220 mx\n"
	 "> AUTH\n"
	 "AUTH 334 VXNlcm5hbWU6\n"
	 "AUTH 334 UGFzc3dvcmQ6\n"
	 "AUTH 535 no\n"
	 "> QUIT\n"
	 "QUIT 221 bye\n"},
	{"AUTH taken back", 1,
	 {P("S220 mx\r\n"),
	  P("CAUTH LOGIN\r\n"),
	  P("S334 x\r\n"),
	  P("C*\r\n"),
	  P("S501 ok\r\n"),
	  P("CNOOP\r\n")},
	 "(greeting) 220 mx\n"
	 "> AUTH\n"
	 "AUTH 334 x\n"
	 "AUTH 501 ok\n"
	 "> NOOP\n"},
	{"AUTH without waiting", 1,
	 {P("S220 mx\r\n"),
	  P("CAUTH LOGIN\r\ndXNlcg\r\ncGFzcw\r\n"),
	  P("S503 no\r\n"),
	  P("S500 a\r\n500 b\r\n"),
	  P("CdXNlcg\r\nNOOP\r\n"),
	  P("S500 c\r\n250 d\r\n")},
	 "(greeting) 220 mx\n"
	 "> AUTH\n"
	 "AUTH 503 no\n"
	 "(other) 500 \n"
	 "(other) 500 \n"
	 "> (other)\n"
	 "> NOOP\n"
	 "(other) 500 \n"
	 "NOOP 250 d\n"},
	{"a credential in two halves", 1,
	 {P("S220 mx\r\n"),
	  P("CAUTH PLAIN\r\ncGFz"),
	  P("S503 no\r\n"),
	  P("Cc3dk\r\nNOOP\r\n"),
	  P("S500 x\r\n250 y\r\n")},
	 "(greeting) 220 mx\n"
	 "> AUTH\n"
	 "AUTH 503 no\n"
	 "> NOOP\n"
	 "(other) 500 \n"
	 "NOOP 250 y\n"},
	{"AUTH=, X-EXPS and a word written over", 1,
	 {P("S220 mx\r\n"),
	  P("CAUTH=PLAIN AGEAYg\r\n"),
	  P("S501 a\r\n"),
	  P("Cx-exps GSSAPI xyz\r\n"),
	  P("S334 b\r\n"),
	  P("Cxyz\r\n"),
	  P("S235 c\r\n"),
	  P("CXXXX LOGIN dXNlcg\r\ncGFzcw\r\n"),
	  P("S500 d\r\n500 e\r\n")},
	 "(greeting) 220 mx\n"
	 "> AUTH\n"
	 "AUTH 501 a\n"
	 "> X-EXPS\n"
	 "X-EXPS 334 b\n"
	 "X-EXPS 235 c\n"
	 "> (other)\n"
	 "AUTH 500 d\n"
	 "(other) 500 \n"},
	{"a password as a command", 1,
	 {P("S220 mx\r\n"),
	  P("CPASS geheim\r\n"),
	  P("S500 x\r\n")},
	 "(greeting) 220 mx\n"
	 "> (other)\n"
	 "(other) 500 \n"},
	{"a challenge out of nowhere", 1,
	 {P("S220 mx\r\n"),
	  P("s9"),
	  P("S334 x\r\n"),
	  P("CcGFzcw\r\n"),
	  P("S235 y\r\n"),
	  P("CNOOP\r\n")},
	 "(greeting) 220 mx\n"
	 "! lost server\n"
	 "?AUTH 334 x\n"
	 "AUTH 235 y\n"
	 "> NOOP\n"},
	{"STARTTLS", 1,
	 {P("S220 mx\r\n"),
	  P("CSTARTTLS\r\n"),
	  P("S220 go\r\n"),
	  P("C\x16\x03\x01\x02\x00\nRSET\r\n"),
	  P("S\x16\x03\x03\x00\x7a\n250 x\r\n")},
	 "(greeting) 220 mx\n"
	 "> STARTTLS\n"
	 "STARTTLS 220 go\n"
	 "! tls-started server\n"},
	{"STARTTLS and an alert", 1,
	 {P("S220 mx\r\n"),
	  P("CX-ANONYMOUSTLS\r\n"),
	  P("S220 go\r\n"),
	  P("C\x16\x03\x01\x02\x00\nRSET\r\n"),
	  P("S\x15\x03\x03\x00\x02\x02\x28")},
	 "(greeting) 220 mx\n"
	 "> X-ANONYMOUSTLS\n"
	 "X-ANONYMOUSTLS 220 go\n"
	 "! tls-started server\n"},
	{"STARTTLS refused", 1,
	 {P("S220 mx\r\n"),
	  P("CSTARTTLS\r\n"),
	  P("S454 no\r\n"),
	  P("CRSET\r\n"),
	  P("S250 ok\r\n")},
	 "(greeting) 220 mx\n"
	 "> STARTTLS\n"
	 "STARTTLS 454 no\n"
	 "> RSET\n"
	 "RSET 250 ok\n"},
	{"STARTTLS granted and not used", 1,
	 {P("S220 mx\r\n"),
	  P("CSTARTTLS\r\n"),
	  P("S220 go\r\n"),
	  P("CEHLO c\r\n"),
	  P("S250 ok\r\n")},
	 "(greeting) 220 mx\n"
	 "> STARTTLS\n"
	 "STARTTLS 220 go\n"
	 "> EHLO c\n"
	 "EHLO 250 ok\n"},
	{"STARTTLS, and TLS from the client alone", 1,
	 {P("S220 mx\r\n"),
	  P("CSTARTTLS\r\n"),
	  P("S220 go\r\n"),
	  P("C\x16\x03\x01\x02\x00\nRSET\r\n"),
	  P("S500 what\r\n")},
	 "(greeting) 220 mx\n"
	 "> STARTTLS\n"
	 "STARTTLS 220 go\n"
	 "?(other) 500 \n"},
	{"commands behind STARTTLS", 1,
	 {P("S220 mx\r\n"),
	  P("CSTARTTLS\r\nRSET\r\n"),
	  P("S220 go\r\n"),
	  P("C\x16\x03\x01\x02\x00\nRSET\r\n"),
	  P("S\x16\x03\x03\x00\x7a\n250 x\r\n")},
	 "(greeting) 220 mx\n"
	 "> STARTTLS\n"
	 "> RSET\n"
	 "STARTTLS 220 go\n"
	 "! tls-started server\n"},
	{"implicit TLS", 1,
	 {P("C\x16\x03\x01\x02\x00\nRSET\r\n"),
	  P("S\x16\x03\x03\x00\x7a\n250 x\r\n")},
	 "! tls-first client\n"
	 "! tls-first server\n"},
	{"implicit TLS, refused", 1,
	 {P("C\x16\x03\x01\x02\x00\nRSET\r\n"),
	  P("S\x15\x03\x01\x00\x02\x02\x28")},
	 "! tls-first client\n"
	 "! tls-first server\n"},
	{"a hello of SSL 2", 1,
	 {P("C\x80\x2e\x01\x03\x01\x00"),
	  P("S\x16\x03\x03\x00\x7a\n250 x\r\n")},
	 "! tls-first client\n"
	 "! tls-first server\n"},
	{"TLS against clear text", 1,
	 {P("C\x16\x03\x01\x02\x00\nRSET\r\n"),
	  P("S220 mx\r\n")},
	 "! tls-first client\n"
	 "(greeting) 220 mx\n"},
	{"HTTP", 1,
	 {P("CGET / HTTP/1.1\r\nCookie: a=b\r\n\r\n"),
	  P("SHTTP/1.1 400 Bad\r\n\r\n220 no\r\n")},
	 "! early-talk client\n"
	 "> (other)\n"
	 "> (other)\n"
	 "> (other)\n"
	 "! not-smtp server\n"},
	{"POP3", 1,
	 {P("S+OK ready\r\n"),
	  P("CUSER a\r\n")},
	 "! not-smtp server\n"},
	{"IMAP", 1,
	 {P("S* OK IMAP\r\n")},
	 "! not-smtp server\n"},
	{"SSH", 1,
	 {P("SSSH-2.0-x\r\n")},
	 "! not-smtp server\n"},
	{"a TLS alert", 1,
	 {P("S\x15\x03\x01\x00\x02")},
	 "! not-smtp server\n"},
	{"nearly a code", 1,
	 {P("S2200 x\r\n")},
	 "! not-smtp server\n"},
	{"early talk", 1,
	 {P("CEHLO c\r\n"),
	  P("S220 mx\r\n250 ok\r\n")},
	 "! early-talk client\n"
	 "> EHLO c\n"
	 "(greeting) 220 mx\n"
	 "EHLO 250 ok\n"},
	{"a load balancer's line", 1,
	 {P("CPROXY TCP4 192.0.2.7 192.0.2.1 51234 25\r\n"),
	  P("S220 mx\r\n"),
	  P("CEHLO c\r\n"),
	  P("S250-mx\r\n250 STARTTLS\r\n")},
	 "(greeting) 220 mx\n"
	 "> EHLO c\n"
	 "EHLO 250 mx|STARTTLS\n"},
	{"a load balancer's bytes, and early talk", 1,
	 {P("C\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\n\n\n\n\xc0\0\2\1\xc8\x22\0\x19"
	    "EHLO c\r\n"),
	  P("S220 mx\r\n250 ok\r\n")},
	 "! early-talk client\n"
	 "> EHLO c\n"
	 "(greeting) 220 mx\n"
	 "EHLO 250 ok\n"},
	{"a load balancer's check, without an address", 1,
	 {P("C\r\n\r\n\0\r\nQUIT\n\x20\0\0\0"),
	  P("S220 mx\r\n"),
	  P("CQUIT\r\n"),
	  P("S221 bye\r\n")},
	 "(greeting) 220 mx\n"
	 "> QUIT\n"
	 "QUIT 221 bye\n"},
	{"a load balancer's line without end", 1,
	 {P("CPROXY aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" "NOOP\r\n")},
	 "! early-talk client\n"
	 "> NOOP\n"},
	{"only a little of a load balancer's line", 1,
	 {P("CPRO\r\n"),
	  P("S220 mx\r\n500 what\r\n")},
	 "! early-talk client\n"
	 "> (other)\n"
	 "(greeting) 220 mx\n"
	 "(other) 500 \n"},
	{"one in front of TLS", 1,
	 {P("CPROXY UNKNOWN\r\n\x16\x03\x01\x00\x05"),
	  P("S\x16\x03\x03\x00\x05")},
	 "! tls-first client\n"
	 "! tls-first server\n"},
	{"talk within the greeting", 1,
	 {P("S220-mx\r\n"),
	  P("CEHLO c\r\n"),
	  P("S220 x\r\n250 ok\r\n")},
	 "! early-talk client\n"
	 "> EHLO c\n"
	 "(greeting) 220 mx|x\n"
	 "EHLO 250 ok\n"},
	{"421 at any time", 1,
	 {P("S220 mx\r\n"),
	  P("S421 too long\r\n")},
	 "(greeting) 220 mx\n"
	 "?(other) 421 too long\n"},
	{"begun in the middle, waiting", MIDDLE,
	 {P("SE 10\r\n250 ok\r\n"),
	  P("Cxx\r\nRCPT TO:<a>\r\n"),
	  P("S550 no\r\n")},
	 "?(other) 250 ok\n"
	 "> RCPT TO:<a>\n"
	 "RCPT 550 no\n"},
	{"begun before the greeting", MIDDLE,
	 {P("S220 mx\r\n"),
	  P("CEHLO c\r\n")},
	 "?(greeting) 220 mx\n"
	 "> EHLO c\n"},
	{"begun before STARTTLS is granted", MIDDLE,
	 {P("S220 2.0.0 Ready to start TLS\r\n"),
	  P("C\x16\x03\x01\x02\x00\nRSET\r\n"),
	  P("S\x16\x03\x03\x00\x7a\n250 x\r\n")},
	 "?STARTTLS 220 2.0.0 Ready to start TLS\n"
	 "! tls-started server\n"},
	{"begun within a message", MIDDLE,
	 {P("Cxt\r\nHELP me\r\nEXPN x y\r\nDATA is what\r\nAUTH nobody\r\n.\r\n"),
	  P("S250 ok\r\n"),
	  P("CQUIT\r\n")},
	 "(message) 250 ok\n"
	 "> QUIT\n"},
	{"begun within TLS", MIDDLE,
	 {P("C\x17\x03\x03\x00\nQUIT\r\n"),
	  P("S\x17\x03\x03\n250 x\r\n")},
	 ""},
	{"begun within a password", MIDDLE,
	 {P("S334 x\r\n"),
	  P("CcGFzcw\r\nQUIT\r\n"),
	  P("S235 x\r\n")},
	 "?AUTH 334 x\n"
	 "AUTH 235 x\n"},
	{"a gap in commands", 1,
	 {P("S220 mx\r\n"),
	  P("CMAIL FR"),
	  P("c20"),
	  P("CO:<c@d>\r\nDATA\r\n"),
	  P("S250 a\r\n"),
	  P("S354 b\r\n"),
	  P("Cx\r\n.\r\n"),
	  P("S250 c\r\n")},
	 "(greeting) 220 mx\n"
	 "! lost client\n"
	 "> DATA\n"
	 "?(other) 250 a\n"
	 "DATA 354 b\n"
	 "(message) 250 c\n"},
	{"a gap in replies", 1,
	 {P("S220 mx\r\n"),
	  P("CNOOP\r\n"),
	  P("S25"),
	  P("s4"),
	  P("S ok\r\n"),
	  P("CRSET\r\n"),
	  P("S250 x\r\n")},
	 "(greeting) 220 mx\n"
	 "> NOOP\n"
	 "! lost server\n"
	 "> RSET\n"
	 "RSET 250 x\n"},
	{"a gap in a message", 1,
	 {P("S220 mx\r\n"),
	  P("CDATA\r\n"),
	  P("S354 go\r\n"),
	  P("CSubject: x"),
	  P("c100"),
	  P("C\nRSET\r\n.\r\nNOOP\r\n")},
	 "(greeting) 220 mx\n"
	 "> DATA\n"
	 "DATA 354 go\n"
	 "! lost client\n"
	 "> NOOP\n"},
	{"a gap over a message's end", 1,
	 {P("S220 mx\r\n"),
	  P("CDATA\r\n"),
	  P("S354 go\r\n"),
	  P("CSubject: x"),
	  P("c100"),
	  P("S250 ok\r\n"),
	  P("CHELP me\r\nNOOP\r\n"),
	  P("S250 x\r\n")},
	 "(greeting) 220 mx\n"
	 "> DATA\n"
	 "DATA 354 go\n"
	 "! lost client\n"
	 "(message) 250 ok\n"
	 "> NOOP\n"
	 "NOOP 250 x\n"},
	{"a gap in BDAT", 1,
	 {P("S220 mx\r\n"),
	  P("CBDAT 20\r\n0123"),
	  P("c10"),
	  P("C456789NOOP\r\n"),
	  P("S250 a\r\n250 b\r\n")},
	 "(greeting) 220 mx\n"
	 "> BDAT 20\n"
	 "! lost client\n"
	 "> NOOP\n"
	 "BDAT 250 a\n"
	 "NOOP 250 b\n"},
	{"a gap over BDAT's end", 1,
	 {P("S220 mx\r\n"),
	  P("CBDAT 20\r\n0123"),
	  P("c30"),
	  P("C456789\r\nNOOP\r\n")},
	 "(greeting) 220 mx\n"
	 "> BDAT 20\n"
	 "! lost client\n"
	 "> NOOP\n"},
	{"a message that nobody announced", 1,
	 {P("S220 mx\r\n"),
	  P("c6"),
	  P("S354 go\r\n"),
	  P("CQUIT\r\n.\r\n"),
	  P("S250 ok\r\n")},
	 "(greeting) 220 mx\n"
	 "! lost client\n"
	 "?DATA 354 go\n"
	 "(message) 250 ok\n"},
	{"replies that were not seen", 1,
	 {P("S220 mx\r\n"),
	  P("CRSET\r\nRSET\r\nQUIT\r\n"),
	  P("S250 a\r\n221 b\r\n")},
	 "(greeting) 220 mx\n"
	 "> RSET\n"
	 "> RSET\n"
	 "> QUIT\n"
	 "RSET 250 a\n"
	 "! lost server\n"
	 "QUIT 221 b\n"},
	{"addresses for a proxy", 1,
	 {P("S220 mx\r\n"),
	  P("CXCLIENT ADDR=192.0.2.1 LOGIN=a\r\nXFORWARD NAME=x\r\n")},
	 "(greeting) 220 mx\n"
	 "> XCLIENT ADDR=192.0.2.1 LOGIN=a\n"
	 "> XFORWARD NAME=x\n"},
	{"blanks before a command, and nothing", 1,
	 {P("S220 mx\r\n"),
	  P("C  AUTH PLAIN x\r\n"),
	  P("S501 no\r\n"),
	  P("C\r\n"),
	  P("S500 no\r\n")},
	 "(greeting) 220 mx\n"
	 "> AUTH\n"
	 "AUTH 501 no\n"
	 "> (other)\n"
	 "(other) 500 \n"},
	{"LF.LF taken for the end, and more behind it", 1,
	 {P("S220 mx\r\n"),
	  P("CDATA\r\n"),
	  P("S354 go\r\n"),
	  P("Ca\r\n\r\nb\n.\nEHLO x\r\nEXPN y"),
	  P("S250 a\r\n250 b\r\n"),
	  P("C z\r\nRSET\r\n"),
	  P("S250 c\r\n")},
	 "(greeting) 220 mx\n"
	 "> DATA\n"
	 "DATA 354 go\n"
	 "! lost client\n"
	 "(message) 250 a\n"
	 "?(other) 250 b\n"
	 "> RSET\n"
	 "RSET 250 c\n"},
	{"a gap after STARTTLS", 1,
	 {P("S220 mx\r\n"),
	  P("CSTARTTLS\r\n"),
	  P("S220 go\r\n"),
	  P("C\x16\x03\x01"),
	  P("s1000"),
	  P("S\n250 x\r\n")},
	 "(greeting) 220 mx\n"
	 "> STARTTLS\n"
	 "STARTTLS 220 go\n"
	 "! lost server\n"},
	{"a server that says again what it did not understand", 1,
	 {P("S220 mx\r\n"),
	  P("CgeheimesWort\r\n"),
	  P("S500-5.5.1 Command unrecognized: \"geheimesWort\"\r\n"
	    "500 geheimesWort\r\n")},
	 "(greeting) 220 mx\n"
	 "> (other)\n"
	 "(other) 500 5.5.1 of 2\n"},
};
