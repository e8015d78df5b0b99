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
};
