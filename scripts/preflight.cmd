@echo off
rem SPDX-License-Identifier: BSD-2-Clause
rem May the mail service be started?  Asks bindwhy.exe for each port.
rem
rem     preflight.cmd [/o DIRECTORY] [PORT...]
rem
rem No PORT means 25.  Prints a line for each port and, if need be, what to
rem do.  Into DIRECTORY (else %PREFLIGHT_DIR%, else the current one) go, for
rem port 25, preflight-25.json, preflight-25.facts for bindwhy diagnose, and
rem into preflight.log all that was said.  The program is %BINDWHY%, or
rem bindwhy.exe beside this file, or the one in PATH; %BINDWHY_OPTIONS% are
rem handed to it, such as --for MSExchangeTransport.
rem
rem Exit status, in ERRORLEVEL: the worst of all ports
rem     2  a port cannot be had
rem     3  could not tell, or wrong usage; also where bindwhy.exe is missing,
rem        breaks down or says nothing
rem     1  can be had, and something will still keep mail from working
rem     0  all is well
rem
rem What bindwhy prints holds names that others chose.  It is printed from
rem variables of FOR only: those are filled in after a line was parsed.
setlocal EnableExtensions DisableDelayedExpansion
rem A variable of this name would hide the true one.
set "ERRORLEVEL="
set "here=%~dp0"
set "directory=%PREFLIGHT_DIR%"
if /i not "%~1"=="/o" goto find
set "directory=%~2"
shift /1
shift /1

:find
if not defined directory set "directory=."
set "program=%BINDWHY%"
if defined program goto found
if exist "%here%bindwhy.exe" set "program=%here%bindwhy.exe"
if defined program goto found
for %%p in (bindwhy.exe) do set "program=%%~$PATH:p"
if defined program goto found
set "program=bindwhy.exe"

:found
if exist "%program%" goto open
>&2 echo preflight: could not tell: there is no %program%
endlocal & exit /b 3

:open
set "log=%directory%\preflight.log"
set "probe=%directory%\preflight.new"
if not exist "%directory%\" mkdir "%directory%" 2>nul
>"%probe%" echo new 2>nul
if exist "%probe%" goto start
>&2 echo preflight: could not tell: cannot write in %directory%
endlocal & exit /b 3

:start
del "%probe%"
>>"%log%" echo %DATE% %TIME% preflight %1 %2 %3 %4 %5 %6 %7 %8 %9
set "worst=0"
if "%~1"=="" call :check 25

:next
if "%~1"=="" goto done
call :check "%~1"
shift /1
goto next

:done
if "%worst%"=="1" >&2 echo preflight: status 1: the server will start, and mail will not get through; mend what %log% says, then go on
if "%worst%"=="2" >&2 echo preflight: status 2: do not start the server; do what %log% says under "To get the port", and run this again
if "%worst%"=="3" >&2 echo preflight: status 3: this is no go-ahead; see %log%; try as administrator, and if it stays so, hand on the .facts file
endlocal & exit /b %worst%

rem One port: prints its line, and worsens %worst%.
:check
set "port=%~1"
rem [::1]:25 becomes preflight----1--25.
set "name=%port::=-%"
set "name=%name:/=-%"
set "name=%name:[=-%"
set "name=%name:]=-%"
set "file=%directory%\preflight-%name%"
for %%e in (json facts out err) do if exist "%file%.%%e" del "%file%.%%e" 2>nul
set "status=3"
set "wrong=the old %file%.* cannot be removed"
for %%e in (json facts out err) do if exist "%file%.%%e" goto unsure
"%program%" -q --color never %BINDWHY_OPTIONS% --save "%file%.facts" -- "%port%" >"%file%.out" 2>"%file%.err"
set "status=%ERRORLEVEL%"
set "again="
if not exist "%file%.facts" goto judge
"%program%" diagnose --json "%file%.facts" >"%file%.json" 2>nul
set "again=%ERRORLEVEL%"

:judge
set "wrong=bindwhy.exe broke down, status %status%"
set "words="
if "%status%"=="0" set "words=can be had"
if "%status%"=="1" set "words=can be had, but mail will not work"
if "%status%"=="2" set "words=cannot be had"
if "%status%"=="3" set "words=could not tell"
if not defined words goto unsure
call :measure "%file%.out"
set "wrong=bindwhy.exe said nothing"
if "%size%"=="0" goto explain
set "wrong=bindwhy.exe left no facts, or none that it understands"
if not "%again%"=="%status%" goto unsure
call :measure "%file%.json"
if "%size%"=="0" goto unsure

rem The line of the address that the status is due to: a port stands for the
rem addresses of IPv4 and of IPv6.
set "found="
set "said="
if "%status%"=="0" goto first
for /f "usebackq tokens=1,2*" %%a in ("%file%.out") do (
	if "%status%"=="1" if "%%b"=="free," set "found=1"
	if not "%status%"=="1" if not "%%b"=="free" if not "%%b"=="free," set "found=1"
	if defined found if not defined said >>"%log%" echo %port%: %words%: %%a %%b %%c
	if defined found if not defined said echo %port%: %words%: %%a %%b %%c
	if defined found set "said=1"
)

:first
for /f "usebackq tokens=1,2*" %%a in ("%file%.out") do (
	if not defined said >>"%log%" echo %port%: %words%: %%a %%b %%c
	if not defined said echo %port%: %words%: %%a %%b %%c
	set "said=1"
)
"%program%" diagnose --color never "%file%.facts" >>"%log%" 2>&1
goto keep

rem What it said on standard error, if that is anything.
:explain
set "said="
for /f "usebackq delims=" %%l in ("%file%.err") do (
	if not defined said >>"%log%" echo %port%: could not tell: %%l
	if not defined said echo %port%: could not tell: %%l
	set "said=1"
)
set "status=3"
if defined said goto keep

:unsure
set "status=3"
echo %port%: could not tell: %wrong%
>>"%log%" echo %port%: could not tell: %wrong%

:keep
if exist "%file%.err" type "%file%.err" >>"%log%" 2>nul
for %%e in (out err) do if exist "%file%.%%e" del "%file%.%%e" 2>nul
if "%status%"=="2" set "worst=2"
if "%status%"=="3" if not "%worst%"=="2" set "worst=3"
if "%status%"=="1" if "%worst%"=="0" set "worst=1"
goto :eof

rem The size of a file, 0 for none: sets %size%.
:measure
set "size=0"
for %%f in ("%~1") do if not "%%~zf"=="" set "size=%%~zf"
goto :eof
