@echo off
rem Starts yoso4j on Windows; builds it when the jar is missing. YOSO4J_JAVA_HOME or JAVA_HOME names a JDK of version 25 or newer.
setlocal
set "ROOT=%~dp0"
if defined YOSO4J_JAVA_HOME set "JAVA_HOME=%YOSO4J_JAVA_HOME%"
if not exist "%JAVA_HOME%\bin\javac.exe" (
  echo yoso4j: error: needs a JDK of version 25 or newer; set YOSO4J_JAVA_HOME to its folder 1>&2
  exit /b 69
)
findstr /r /c:"^JAVA_VERSION=.2[5-9]" /c:"^JAVA_VERSION=.[3-9][0-9]" "%JAVA_HOME%\release" >nul || (
  echo yoso4j: error: %JAVA_HOME% is older than JDK 25; set YOSO4J_JAVA_HOME to a newer one 1>&2
  exit /b 69
)
if not exist "%ROOT%cli\target\lib" (
  echo Building yoso4j ^(first run; downloads about 200 MB, then takes a minute or two^) ... 1>&2
  pushd "%ROOT%"
  call mvnw.cmd -q -B -Dfast -DskipTests package -pl cli -am || (popd & exit /b 70)
  popd
)
rem The loss is several times faster with the Vector API; result files are evaluated before the optimising compiler pays for itself.
set "MORE="
for %%c in (train quickstart conformance) do if "%~1"=="%%c" set "MORE=--add-modules jdk.incubator.vector"
if "%~1"=="eval" echo %* | findstr /c:" --gt" >nul && set "MORE=-XX:TieredStopAtLevel=1"
if "%~1"=="eval" echo %* | findstr /c:"panoptic" >nul && set "MORE="
"%JAVA_HOME%\bin\java" -XX:+UseSerialGC -XX:MaxRAMPercentage=25 -XX:-UsePerfData --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.awt.headless=true -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.bytedeco.javacpp.maxbytes=0 %MORE% %YOSO4J_JAVA_OPTS% -cp "%ROOT%cli\target\*;%ROOT%cli\target\lib\*" io.yoso4j.cli.Main %*
exit /b %ERRORLEVEL%
