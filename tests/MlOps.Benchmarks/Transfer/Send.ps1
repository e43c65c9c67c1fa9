# Sends data several times, each time to a place of its own or to an emptied folder, and writes how long it took. With -Again, to the same place as before.
param([string] $Manifest, [string] $Source, [string] $Destination, [int] $Runs, [switch] $Again)

Import-Module $Manifest
for ($run = 0; $run -lt $Runs; $run++) {
    $which = if ($run -eq 0) { 'first-' } else { '' }
    $place = if ($Again) { $Destination } elseif ($Destination.Contains('://')) { "$Destination/$PID-$run" } else { $Destination }
    if (-not $Again -and [IO.Directory]::Exists($place)) { [IO.Directory]::Delete($place, $true) }
    $files = 0
    $watch = [Diagnostics.Stopwatch]::StartNew()
    Send-MlData $Source $place | ForEach-Object { $files++ }
    "${which}send-ms $($watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))"
    "files $files"
}
