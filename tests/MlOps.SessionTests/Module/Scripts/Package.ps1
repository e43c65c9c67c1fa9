# Imports a module by its manifest and uses it, help and views too: Package.ps1 MANIFEST.

Import-Module $args[0]
"$((Get-Module MlOps).ModuleBase) $((Get-Module MlOps).Version)"
(Get-MlContext DefaultProvider).Value
(Get-Help Get-MlContext).Synopsis
[MlOps.MlJob].Assembly.Location
(Start-MlTrainingJob -Provider Local -Name packaged -Command sh, -c, 'echo ok' | Wait-MlJob).Status
(Get-MlJobLog packaged).Message
