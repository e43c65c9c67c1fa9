BeforeAll {
    . "$PSScriptRoot/LocalHome.ps1"
    Enter-LocalHome

    $space = @{ lr = New-MlRange 1e-5 1e-1 -Log; loss = 'l2', 'smooth_l1'; alpha = New-MlRange 0.5 1.5 -When @{ loss = 'smooth_l1' } }
    $given = @{ Command = 'python3', 'train.py'; Metric = 'val_loss'; WhatIf = $true }

    # What -WhatIf shows of a search.
    function Show-Plan([hashtable] $Parameter, [hashtable] $Space = $space) {
        "$(Start-MlTuning planned -SearchSpace $Space @given @Parameter 6>&1)"
    }

    # Why a search is refused: the error.
    function Get-Refusal([hashtable] $Parameter, [hashtable] $Space = $space) {
        $all = $given.Clone()
        $all.Name = 'refused'
        foreach ($name in $Parameter.Keys) { $all[$name] = $Parameter[$name] }
        if (-not $all.ContainsKey('SearchSpace') -and -not $all.ContainsKey('Definition')) { $all.SearchSpace = $Space }
        $null = Start-MlTuning @all -ErrorVariable problem -ErrorAction SilentlyContinue 6>&1
        $problem[0]
    }
}

AfterAll { Exit-LocalHome }

Describe 'New-MlRange' {
    It 'makes a range of numbers' {
        $range = New-MlRange 1e-5 1e-1 -Log
        $range | Should -BeOfType ([MlOps.MlRange])
        $range.Low | Should -Be 1e-5
        $range.High | Should -Be 0.1
        $range.Scale | Should -Be 'Log'
        $range.IsInteger | Should -BeFalse
    }

    It 'has whole numbers only where that is asked for' {
        (New-MlRange 1 5).IsInteger | Should -BeFalse
        (New-MlRange 1 5 -Integer).IsInteger | Should -BeTrue
    }

    It 'keeps the step' {
        (New-MlRange 0 1 -Step 0.25).Step | Should -Be 0.25
        (New-MlRange 0 1).Step | Should -BeNullOrEmpty
    }

    It 'spreads the values towards one' {
        (New-MlRange 0.9 0.999 -ReverseLog).Scale | Should -Be 'ReverseLog'
    }

    It 'makes a choice of any values' {
        $choices = (New-MlRange -Choice 1, 0.5, 'a', '', $true, $null).Choices
        $choices | Should -HaveCount 6
        $choices[0] | Should -BeOfType ([int])
        $choices[2] | Should -BeOfType ([string])
        $choices[4] | Should -BeTrue
    }

    It 'takes conditions as they are written' {
        $when = (New-MlRange 0 1 -When @{ loss = 'l1', 'l2'; depth = New-MlRange 2 4; flag = $true }).When
        $when['loss'] | Should -HaveCount 2
        $when['depth'] | Should -BeOfType ([MlOps.MlRange])
        $when['flag'] | Should -BeTrue
    }

    It 'has one way to spread the values' {
        { New-MlRange 0.1 0.9 -Log -ReverseLog -ErrorAction Stop } | Should -Throw -ErrorId 'MlOps.InvalidArgument,*'
    }

    It 'is a range or a choice' {
        { New-MlRange 1 2 -Choice 3 } | Should -Throw
        { New-MlRange -Choice @() } | Should -Throw
    }
}

Describe 'Start-MlTuning' {
    Context 'a search space' {
        It 'is refused with <name>' -ForEach @(
            @{ name = 'a logarithm of zero'; entries = { @{ lr = New-MlRange 0 1 -Log } }; message = "*'lr' goes from 0 to 1, and a logarithm needs*" }
            @{ name = 'an empty range'; entries = { @{ lr = New-MlRange 2 1 } }; message = "*'lr' goes from 2 to 1, which is empty*" }
            @{ name = 'an unknown parent'; entries = { @{ loss = 'l1', 'l2'; alpha = New-MlRange 0 1 -When @{ los = 'l1' } } }; message = "*'alpha' depends on 'los'*did you mean 'loss'*" }
            @{ name = 'an impossible condition'; entries = { @{ loss = 'l1', 'l2'; alpha = New-MlRange 0 1 -When @{ loss = 'l3' } } }; message = "*'alpha' applies when 'loss' is 'l3', which it never is*" }
            @{ name = 'a circle'; entries = { @{ a = New-MlRange 0 1 -When @{ b = New-MlRange 0 1 }; b = New-MlRange 0 1 -When @{ a = New-MlRange 0 1 } } }; message = '*depend on each other in a circle*' }
            @{ name = 'nothing in it'; entries = { @{} }; message = '*it has no parameter*' }
            @{ name = 'a table in it'; entries = { @{ lr = @{ low = 1; high = 2 } } }; message = "*'lr' is a table*" }
            @{ name = 'several faults, each named'; entries = { @{ a = New-MlRange 2 1; b = New-MlRange 0 1 -Log } }; message = "*'a' goes*'b' goes*" }
        ) {
            $problem = Get-Refusal @{} (& $entries)
            $problem.FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
            $problem.Exception.Message | Should -BeLike $message
        }

        It 'is in the order of its names, or of an ordered table' {
            Show-Plan @{} | Should -BeLike '*--alpha 1 --loss smooth_l1 --lr *'
            "$(Start-MlTuning planned -SearchSpace ([ordered]@{ z = 1, 2; a = 3, 4 }) @given 6>&1)" | Should -BeLike '*--z 2 --a 4*'
        }

        It 'comes after the hyperparameters that are the same for all' {
            Show-Plan @{ Hyperparameter = @{ zeta = 3 } } | Should -BeLike '*train.py --zeta 3 --alpha 1*'
        }
    }

    Context 'with -WhatIf' {
        It 'shows the plan of a search that MlOps runs' {
            $plan = Show-Plan @{ Pruning = 'Asha'; PruningOption = @{ reductionFactor = 3 }; Seed = 7; MaxTrials = 30; TargetValue = 0.1; MaxDuration = '2h' }
            $plan | Should -BeLike '# MlOps runs the search itself, because this machine has no tuning service.*'
            $plan | Should -BeLike '*Minimizes val_loss*'
            $plan | Should -BeLike '*Bayesian*, seed 7*'
            $plan | Should -BeLike '*Pruning: SuccessiveHalving, ReductionFactor = 3*'
            $plan | Should -BeLike '*30 at most, 4 at once; ends at 0.1 or less; ends after 02:00:00*'
            $plan | Should -BeLike "*alpha  0.5 to 1.5, when loss is 'smooth_l1'*"
            $plan | Should -BeLike '*MLOPS_JOB_NAME=planned-*-0*'
        }

        It 'starts nothing' {
            $null = Show-Plan @{}
            Get-MlJob * | Should -BeNullOrEmpty
        }

        It 'has every combination of a grid' {
            Show-Plan @{ Strategy = 'Grid' } @{ a = 1, 2, 3; b = New-MlRange 1 4 -Integer } | Should -BeLike '*Trials: 12 at most*'
        }

        It 'runs no more at once than there are' {
            Show-Plan @{ MaxTrials = 3; MaxParallel = 8 } | Should -BeLike '*Trials: 3 at most, 3 at once*'
        }

        It 'shows a trial on each provider, with what differs there' {
            $own = @{ SageMaker = @{ Image = 'one'; InstanceType = 'ml.g5.xlarge'; MaxRuntime = '2h' }; vertex = @{ Image = 'two'; InputData = @{ train = 'gs://b/x' } } }
            $plan = Show-Plan @{ Provider = 'SageMaker', 'Vertex'; ProviderParameter = $own; MaxParallel = @{ Vertex = 6 }; WarningAction = 'SilentlyContinue' }
            $plan | Should -BeLike '# MlOps runs the search itself, because SageMaker and Vertex share it.*10 at once*'
            $plan | Should -BeLike '*A trial on SageMaker, where 4 run at once*"TrainingImage": "one"*ml.g5.xlarge*7200*A trial on Vertex, where 6 run at once*"imageUri": "two"*'
        }

        It 'says once what is missing' {
            $null = Start-MlTuning planned -SearchSpace $space @given -Provider SageMaker, Vertex -Image i -WarningVariable warnings -WarningAction SilentlyContinue 6>&1
            $warnings | ForEach-Object { "$_" | Should -BeLike 'This request cannot be sent yet: *' }
            $warnings | Where-Object { "$_" -like '*SageMaker is not configured*' } | Should -HaveCount 1
            $warnings | Where-Object { "$_" -like '*Vertex is not configured*' } | Should -HaveCount 1
        }

        It 'says why in a verbose line' {
            $lines = Start-MlTuning planned -SearchSpace $space @given -Verbose 4>&1 6>$null
            "$lines" | Should -BeLike '*MlOps runs the search itself, because this machine has no tuning service.*'
        }
    }

    Context 'a tuning service that can do what is asked for' {
        BeforeAll { $cloud = @{ Provider = 'SageMaker'; Image = 'i'; Command = @(); WarningAction = 'SilentlyContinue' } }

        It 'gets the request that is shown' {
            $plain = @{ lr = New-MlRange 1e-5 1e-1 -Log }
            $shown = "$(Start-MlTuning planned -SearchSpace $plain -Metric val_loss -WhatIf @cloud -Verbose 4>&1 6>&1)"
            $shown | Should -BeLike "*SageMaker's own tuning service runs the search: it can do all that is asked for.*"
            $shown | Should -BeLike '*"HyperParameterTuningJobName": "planned"*"MaxNumberOfTrainingJobs": 20*"Name": "lr"*'
        }

        It 'is left out for what it cannot do' {
            $shown = "$(Start-MlTuning planned -SearchSpace $space -Metric val_loss -WhatIf @cloud 6>&1)"
            $shown | Should -BeLike '# MlOps runs the search itself, because SageMaker*conditional*'
        }

        It 'chooses from several kinds of training' {
            $kinds = @{ Name = 'one'; SearchSpace = @{ lr = 1, 2 }; Image = 'a' }, @{ Name = 'two'; SearchSpace = @{ depth = New-MlRange 1 9 -Integer }; Metric = 'acc'; Goal = 'Maximize'; MetricPattern = 'A=(.+)' }
            $shown = "$(Start-MlTuning planned -Definition $kinds -Metric val_loss -WhatIf @cloud 6>&1)"
            $shown | Should -BeLike '*"DefinitionName": "one"*"MetricName": "val_loss"*"TrainingImage": "a"*"DefinitionName": "two"*"Maximize"*"MetricName": "acc"*"TrainingImage": "i"*"Regex": "A=(.+)"*'
        }

        It 'reads data of this machine when it was sent' {
            $folder = [IO.Directory]::CreateDirectory("$env:MLOPS_HOME/../spec-rows").FullName
            [IO.File]::WriteAllText("$folder/rows.csv", 'one')
            $shown = "$(Start-MlTuning planned -SearchSpace @{ lr = 1, 2 } -Metric val_loss -InputData @{ train = $folder } -WhatIf @cloud 6>&1)"
            $shown | Should -BeLike '*"S3Uri": "s3://BUCKET/mlops/_inputs/*'
            $shown | Should -Not -BeLike '*0000000000000000*'
        }

        It 'gets what the parameters do not name' {
            $shown = "$(Start-MlTuning planned -SearchSpace @{ lr = 1, 2 } -Metric val_loss -TuningOption @{ Autotune = @{ Mode = 'Enabled' } } -WhatIf @cloud 6>&1)"
            $shown | Should -BeLike '*"Autotune": {*"Mode": "Enabled"*'
        }
    }

    Context 'the objective' {
        It 'is found by its name when no pattern is given' {
            Show-Plan @{ Provider = 'SageMaker'; Engine = 'Client'; Image = 'i'; WarningAction = 'SilentlyContinue' } | Should -BeLike '*"Name": "val_loss"*val_loss*'
        }

        It 'has the pattern that is given' {
            $plan = Show-Plan @{ Provider = 'SageMaker'; Engine = 'Client'; Image = 'i'; MetricPattern = 'L=(.+)'; WarningAction = 'SilentlyContinue' }
            $plan | Should -BeLike '*"Name": "val_loss",*"Regex": "L=(.+)"*'
        }

        It 'may be one of several metrics' {
            $plan = Show-Plan @{ Provider = 'SageMaker'; Engine = 'Client'; Image = 'i'; MetricPattern = @{ val_loss = 'L=(.+)'; acc = 'A=(.+)' }; WarningAction = 'SilentlyContinue' }
            $plan | Should -BeLike '*"Name": "acc"*"Name": "val_loss"*'
        }
    }

    Context 'a job from the pipeline' {
        It 'is what each trial runs, with what the search chooses left to it' {
            $hyperparameter = [Collections.Generic.Dictionary[string, object]]::new()
            $hyperparameter['lr'] = 0.5
            $hyperparameter['epochs'] = 3
            $source = [MlOps.MlJob]@{
                Provider = 'Local'; Name = 'source'; Id = 'x'; Command = [string[]] ('python3', 'other.py'); Argument = [string[]] '--last'; Hyperparameter = $hyperparameter
            }
            "$($source | Start-MlTuning -SearchSpace @{ lr = 1, 2 } -Metric val_loss -WhatIf 6>&1)" | Should -BeLike '*MLOPS_JOB_NAME=source-*-0*python3 other.py --epochs 3 --lr 2 --last*'
            "$($source | Start-MlTuning named -SearchSpace @{ lr = 1, 2 } -Metric val_loss -WhatIf 6>&1)" | Should -BeLike '*MLOPS_JOB_NAME=named-*-0*'
        }

        It 'may have other metrics' {
            $patterns = [Collections.Generic.Dictionary[string, string]]::new()
            $patterns['acc'] = 'acc=(.+)'
            $source = [MlOps.MlJob]@{ Provider = 'Local'; Name = 'source'; Id = 'x'; Command = [string[]] 'python3'; MetricPattern = $patterns }
            "$($source | Start-MlTuning -SearchSpace @{ lr = 1, 2 } -Metric val_loss -WhatIf 6>&1)" | Should -BeLike '*Minimizes val_loss*'
        }
    }

    It 'refuses <name>' -ForEach @(
        @{ name = 'a name that is too long'; parameters = @{ Name = 'a' * 47 }; message = '*47 characters*' }
        @{ name = 'a hyperparameter that is searched'; parameters = @{ Hyperparameter = @{ lr = 1 } }; message = "*'lr' has a value in -Hyperparameter and is in the search space*" }
        @{ name = 'a service for several providers'; parameters = @{ Engine = 'Service'; Provider = 'SageMaker', 'Vertex'; Image = 'i' }; message = '*one provider*SageMaker and Vertex*' }
        @{ name = 'a service where there is none'; parameters = @{ Engine = 'Service' }; message = '*no tuning service*' }
        @{ name = 'what only a service does'; parameters = @{ EarlyStopping = 'Auto' }; message = '*-EarlyStopping*this machine has no tuning service*' }
        @{ name = 'what only a service does, with -Engine Client'; parameters = @{ Engine = 'Client'; StopOnConvergence = $true }; message = '*-StopOnConvergence*-Engine Client*' }
        @{ name = 'numbers of a pruning rule that nobody knows'; parameters = @{ Pruning = 'Median'; PruningOption = @{ Patiense = 2 } }; message = "*-PruningOption has 'Patiense'*"; action = "*'Patience'*" }
        @{ name = 'half a patience'; parameters = @{ Pruning = 'Median'; PruningOption = @{ Patience = 2.5 } }; message = '*whole number*' }
        @{ name = 'numbers for no rule'; parameters = @{ PruningOption = @{ Patience = 2 } }; message = '*-PruningOption has numbers for a rule, and there is none*' }
        @{ name = 'a pattern without a group'; parameters = @{ MetricPattern = 'val_loss=.+' }; message = '*no group for the value*' }
        @{ name = 'a pattern that is none'; parameters = @{ MetricPattern = 3 }; message = "*'3' is no pattern*" }
        @{ name = 'patterns without the objective'; parameters = @{ MetricPattern = @{ acc = '(.+)' } }; message = "*no pattern for the objective 'val_loss'*" }
        @{ name = 'a grid of numbers without steps'; parameters = @{ Strategy = 'Grid' }; message = "*'lr' has no step*" }
        @{ name = 'none at once'; parameters = @{ MaxParallel = 0 }; message = "*-MaxParallel has '0'*" }
        @{ name = 'another provider at once'; parameters = @{ MaxParallel = @{ Vertex = 2 } }; message = "*-MaxParallel has 'Vertex', which is none*" }
        @{ name = 'parameters of another provider'; parameters = @{ ProviderParameter = @{ Vertex = @{ Image = 'i' } } }; message = "*-ProviderParameter has 'Vertex', which is none*" }
        @{ name = 'parameters that there are none of'; parameters = @{ ProviderParameter = @{ Local = @{ Imgae = 'i' } } }; message = "*-ProviderParameter 'Local' has 'Imgae'*"; action = "*'Image'*" }
        @{ name = 'a parameter that cannot be'; parameters = @{ ProviderParameter = @{ Local = @{ InstanceCount = 0 } } }; message = "*'0' of 'InstanceCount' in -ProviderParameter 'Local' has to be from 1 to*" }
        @{ name = 'a duration that is none'; parameters = @{ ProviderParameter = @{ Local = @{ MaxRuntime = 'soon' } } }; message = "*'soon' of 'MaxRuntime'*" }
        @{ name = 'a definition without a name'; parameters = @{ Definition = @{ Image = 'a' } }; message = '*has no Name*' }
        @{ name = 'a definition without a space'; parameters = @{ Definition = @{ Name = 'a' } }; message = "*definition 'a' has no search space*" }
        @{ name = 'definitions where no service is'; parameters = @{ Definition = @{ Name = 'a'; SearchSpace = @{ lr = 1, 2 } } }; message = '*-Definition*this machine has no tuning service*' }
        @{ name = 'a provider that there is none of'; parameters = @{ Provider = 'Cloud' }; message = "*no provider 'Cloud'*" }
    ) {
        $problem = Get-Refusal $parameters
        $problem.FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem.Exception.Message | Should -BeLike $message
        if ($_.action) { $problem.ErrorDetails.RecommendedAction | Should -BeLike $_.action }
    }

    It 'says that a provider is not configured' {
        $problem = Get-Refusal @{ Provider = 'SageMaker'; Image = 'i'; WhatIf = $false }
        $problem.FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
    }
}

Describe 'Get-MlTrial' {
    BeforeAll { $null = Start-ShellJob 'digits-1' 'exit 0' | Wait-MlJob }

    Context 'of a search that MlOps has run' {
        BeforeAll {
            # The value is the first hyperparameter; the trial with 3 fails.
            $search = @{ SearchSpace = @{ x = 3, 1, 4, 2 }; Metric = 'score'; Command = 'sh', '-c', 'echo "step=5 score: $2"; test $2 != 3', 'sh' }
            $job = Start-MlTuning digits @search -Goal Maximize -Strategy Grid -MaxParallel 2 -Wait
        }

        It 'was waited for' {
            $job | Should -BeOfType ([MlOps.MlTuningJob])
            $job.Status | Should -Be 'Succeeded'
            $job.Engine | Should -Be 'Client'
            $job.EngineReason | Should -Be 'MlOps runs the search itself, because this machine has no tuning service.'
            $job.TrialProvider[0] | Should -Be 'Local'
            $job.BestTrial.Value | Should -Be 4
        }

        It 'gives the best first' {
            $trials = Get-MlTrial digits
            $trials | Should -HaveCount 4
            $trials.Status -join ' ' | Should -Be 'Succeeded Succeeded Succeeded Failed'
            $trials[0..2].Value -join ' ' | Should -Be '4 2 1'
            $trials[0].Hyperparameter['x'] | Should -Be 4
            $trials[0].Step | Should -Be 5
            (Get-MlTrial digits -First 2).Value -join ' ' | Should -Be '4 2'
            (Get-MlTrial dig* -Status Failed, Pruned).Number | Should -Be 0
        }

        It 'takes searches from the pipeline' {
            ($job | Get-MlTrial -First 1).Value | Should -Be 4
            (Get-MlJob -Kind Tuning | Get-MlTrial -First 1).Value | Should -Be 4
            ('digits' | Get-MlTrial -First 1).Value | Should -Be 4
        }

        It 'gives trials whose logs and metrics can be read' {
            (Get-MlTrial digits -First 1 | Get-MlJobLog).Message | Should -Be 'step=5 score: 4'
            (Get-MlTrial digits -First 1 | Get-MlMetric).Value | Should -Be 4
        }

        It 'completes names of searches only' {
            $line = 'Get-MlTrial dig'
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'digits'
        }

        It 'says that the name is taken' {
            { Start-MlTuning digits @search -ErrorAction Stop } | Should -Throw -ErrorId 'MlOps.Conflict,*'
        }
    }

    It 'says that a training job is no search' {
        { Get-MlTrial digits-1 -ErrorAction Stop } | Should -Throw -ErrorId 'MlOps.NotFound,*'
        Get-MlTrial digits-1 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].Exception.Message | Should -BeLike "*'digits-1' on Local is no tuning job*"
    }

    It 'says the same of one from the pipeline' {
        $null = Get-MlJob digits-1 | Get-MlTrial -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
    }

    It 'says which name was meant' {
        $null = Get-MlTrial digots-1 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike "*'digits-1'*"
    }

    It 'finds nothing by a wildcard that fits no search' {
        Get-MlTrial digits-* -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'gives trials that other cmdlets take for their jobs' {
        $trial = [MlOps.MlTrial]@{ Provider = 'Local'; TuningJobName = 'digits'; Name = 'digits-1'; Value = 0.5 }
        ($trial | Wait-MlJob).Name | Should -Be 'digits-1'
        { $trial | Get-MlJobLog -ErrorAction Stop } | Should -Not -Throw
        $null = [MlOps.MlTrial]@{ Provider = 'Local'; TuningJobName = 'digits'; Name = 'gone'; Value = 0.5 } | Stop-MlJob -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].Exception.Message | Should -BeLike "There is no job 'gone' on Local.*"
    }
}
