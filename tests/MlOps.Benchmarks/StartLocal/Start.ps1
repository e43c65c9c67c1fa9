# Starts a child that writes the time, as a job and as a process, and says how many milliseconds passed from the start to that time.
param([string] $Manifest, [string] $Prefix, [int] $Runs)

$ErrorActionPreference = 'Stop'
$epoch = [DateTime]::UnixEpoch.Ticks
$line = 'date +%s%N'

function Write-Figure([string] $Name, [long] $Start, [long] $End) { [Console]::WriteLine("$Name $(($End - $Start) / [TimeSpan]::TicksPerMillisecond)") }

function Measure-Process([string] $Name, [string[]] $Command) {
    $info = [Diagnostics.ProcessStartInfo]::new($Command[0], [string[]] $Command[1..($Command.Count - 1)])
    $info.RedirectStandardOutput = $true
    $start = [DateTime]::UtcNow.Ticks
    $process = [Diagnostics.Process]::Start($info)
    $written = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    Write-Figure $Name $start ($epoch + [long] $written / 100)
}

Import-Module $Manifest
for ($run = 0; $run -lt $Runs; $run++) {
    $first = $run ? '' : 'first-'
    $start = [DateTime]::UtcNow.Ticks
    $job = Start-MlTrainingJob "$Prefix-$run" -Provider Local -Command sh, -c, $line
    $returned = [DateTime]::UtcNow.Ticks
    $null = $job | Wait-MlJob
    Write-Figure "${first}job" $start ($epoch + [long] ($job | Get-MlJobLog).Message / 100)
    Write-Figure "${first}return" $start $returned

    # The supervisor ends a moment after its job: it shall not take the processor from what is measured next.
    [Threading.Thread]::Sleep(500)
    Measure-Process "${first}process" sh, -c, $line
    Measure-Process "${first}detached" nohup, setsid, sh, -c, $line
}
